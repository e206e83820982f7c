import type { House } from '../access/house'
import { closeLockServers } from '../connections/lock-server-of'
import { closeQueue, openQueue } from '../queue/open-queue'
import { startRunner } from '../queue/runner'
import { dayMs, secondMs } from '../time/clock'
import { sweepDaily } from './daily-sweep'
import { instructionWorkers } from './instruction-workers'
import { keepHeads } from './keep-heads'
import { keepPrivate } from './keep-private'
import { beginLiving, endLiving, goOnLiving } from './life-sign'
import { mailHeadsDaily } from './mail-heads-daily'
import { mailWorkers } from './mail-workers'
import { repeat } from './repeat'
import { serveProperties } from './serve-properties'
import type { RunningJobs } from './start-process'

/** An orchestrator that stops us waits 30 s as a rule; a Lock Server's answer takes 18 s at most (R20). */
const finishWithinMs = 20 * secondMs
const endWithinMs = 2 * secondMs

/**
 * Everything that goes on beside requests, once per process: life sign, sweeps, trackers, samplers and the queue. `stop`
 * ends all of it within 25 s: no new work, what is under way is recorded, leases are given back.
 */
export async function startJobs(house: House): Promise<RunningJobs> {
  // What a dead process left behind is followed up by jobs: the queue is there before anything is abandoned (I17).
  await openQueue(house.home, house.log)
  await beginLiving(house)
  const workers = { ...instructionWorkers(house), ...mailWorkers(house) }
  const runner = await startRunner({ home: house.home, log: house.log, workers })
  const stopping = new AbortController()
  const ending = new AbortController()
  // To the very end: a process that records its last outcomes must not be taken for dead.
  const living = goOnLiving(house, ending.signal)
  const loops = [
    serveProperties(house, stopping.signal),
    ...keepHeads(house, stopping.signal),
    keepPrivate(house, stopping.signal),
    mailHeadsDaily(house, stopping.signal),
    repeat(house, stopping.signal, 'daily-sweep', dayMs, () => sweepDaily(house)),
  ]
  let finished: Promise<void> | undefined
  const finish = () => {
    stopping.abort()
    house.background.stop()
    finished ??= atMost(house, finishWithinMs, [...loops, runner.stop(), house.background.settled()])
    return finished
  }
  return {
    finish,
    async stop() {
      await finish()
      ending.abort()
      await atMost(house, endWithinMs, [...living, house.background.settled()])
      await closeLockServers(house.processId)
      await endLiving(house)
      await closeQueue(house.home)
    },
  }
}

async function atMost({ clock }: House, ms: number, work: readonly Promise<unknown>[]): Promise<void> {
  const inTime = new AbortController()
  await Promise.race([Promise.all(work), clock.wait(ms, inTime.signal)])
  inTime.abort()
}
