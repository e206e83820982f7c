import type { DeskContext } from '../access/context'
import { lockServerOf } from '../connections/lock-server-of'
import { claimLease, releaseLease } from '../db/leases'
import { isDeskError } from '../errors/desk-error'
import {
  askGateway,
  type HeartbeatMemory,
  recordGatewaySamples,
  type SampledGateway,
} from '../gateways/sample-gateways'
import { isVendorError } from '../lock-server/errors'
import { refreshInventory } from '../locks/refresh-inventory'
import { askLock, recordLockSamples, type SampledLock } from '../locks/sample-locks'
import { listOpenPages, setSampledHere } from '../locks/watch-locks'
import { errorFields } from '../log/log'
import { every, pauseAfterFailuresMs } from './rules'
import { type Asked, listSubjects } from './sampled-subjects'
import { createSamplingPlan } from './sampling-plan'

/** Taken over by another process at the latest this long after the holder died, and the pause between tries. */
const leaseMs = 6_000
const renewEveryMs = 2_000
/** At once; the client keeps the rest of its eight for commands, the tracker and *Refresh now* (R20). */
const askedAtOnce = 3
const lookEveryMs = 1_000
const writeEveryMs = 500

/** Keeps the rows of one property's locks and gateways fresh (design.md, "Pages never wait"); one process per property, by lease. */
export async function sampleDoors(openContext: () => DeskContext, signal: AbortSignal): Promise<void> {
  const ctx = openContext()
  const name = `sampler:${ctx.property.id}`
  while (!signal.aborted) {
    try {
      if (await claimLease(ctx.db, name, ctx.processId, leaseMs)) await sampleWhileHeld(openContext, name, signal)
    } catch (error) {
      ctx.log.warn({ lease: name, ...errorFields(error) }, 'sampling paused')
    }
    setSampledHere(ctx, false)
    await ctx.clock.wait(renewEveryMs, signal)
  }
  await releaseLease(ctx.db, name, ctx.processId).catch(() => undefined)
}

async function sampleWhileHeld(open: () => DeskContext, lease: string, signal: AbortSignal): Promise<void> {
  const ctx = open()
  const sampler = createSampler(open)
  const lasting = new Map<string, number>()
  /** Whether it is time again for something that is done every so often. */
  const isTime = (what: string, everyMs: number) => {
    const nowMs = ctx.clock.monotonicMs()
    if (nowMs - (lasting.get(what) ?? Number.NEGATIVE_INFINITY) < everyMs) return false
    lasting.set(what, nowMs)
    return true
  }
  isTime('renew', renewEveryMs)
  setSampledHere(ctx, true)
  try {
    await sampler.load()
    while (!signal.aborted) {
      if (isTime('renew', renewEveryMs) && !(await claimLease(ctx.db, lease, ctx.processId, leaseMs))) return
      if (isTime('look', lookEveryMs)) await sampler.look()
      if (sampler.mayAsk() && isTime('lists', every.lists)) sampler.refreshLists()
      sampler.askDue()
      if (isTime('write', writeEveryMs)) await sampler.write()
      await sampler.pause(signal)
    }
  } finally {
    await sampler.end()
  }
}

function createSampler(open: () => DeskContext) {
  const { clock } = open()
  const plan = createSamplingPlan<Asked<'lock'>, Asked<'gateway'>>()
  const memory: HeartbeatMemory = new Map()
  const underWay = new Set<Promise<void>>()
  const closing = new AbortController()
  let sampledLocks: SampledLock[] = []
  let sampledGateways: SampledGateway[] = []
  let heartbeatMs = 60_000
  let failures = 0
  let quietUntilMs = Number.NEGATIVE_INFINITY
  let woken = new AbortController()

  function run(name: string, work: (ctx: DeskContext) => Promise<void>): void {
    const ctx = open()
    const promise = work(ctx)
      .then(
        () => {
          failures = 0
        },
        (error: unknown) => failed(ctx, name, error),
      )
      .finally(() => {
        underWay.delete(promise)
        woken.abort()
      })
    underWay.add(promise)
  }

  function failed(ctx: DeskContext, name: string, error: unknown): void {
    // Waiting too long for a turn, or a connection that was just changed, says nothing about the server.
    if (isVendorError(error) && (error.kind === 'aborted' || error.kind === 'no-turn')) return
    failures += 1
    quietUntilMs = clock.monotonicMs() + pauseAfterFailuresMs(failures)
    const known = isVendorError(error) || (isDeskError(error) && error.code === 'connection-missing')
    ctx.log[known ? 'debug' : 'warn']({ work: name, failures, ...errorFields(error) }, 'sampling failed')
  }

  /** After a failure, one call at a time until one comes back. */
  const free = () => (failures === 0 ? askedAtOnce : 1) - underWay.size
  const mayAsk = () => free() > 0 && clock.monotonicMs() >= quietUntilMs

  async function load(): Promise<void> {
    const ctx = open()
    const subjects = await listSubjects(ctx)
    heartbeatMs = subjects.heartbeatMs
    plan.setLocks(subjects.locks)
    plan.setGateways(subjects.gateways)
  }

  async function write(): Promise<void> {
    const [locks, gateways] = [sampledLocks, sampledGateways]
    sampledLocks = []
    sampledGateways = []
    const ctx = open()
    await recordLockSamples(ctx, locks)
    await recordGatewaySamples(ctx, gateways, heartbeatMs)
  }

  return {
    load,
    mayAsk,
    write,
    async look() {
      plan.look(await listOpenPages(open()), heartbeatMs)
    },
    refreshLists() {
      run('lists', async (ctx) => {
        await refreshInventory(ctx, await lockServerOf(ctx))
        await load()
      })
    },
    askDue() {
      while (mayAsk()) {
        const next = plan.take(clock.monotonicMs())
        if (!next) return
        run(next.kind, async (ctx) => {
          const server = await lockServerOf(ctx)
          // Named first: while the answer is awaited, another list may take the place of the one to push to.
          if (next.kind === 'lock') {
            const sample = await askLock(ctx, server, next.what)
            sampledLocks.push(sample)
          } else {
            const sample = await askGateway(ctx, server, next.what, memory)
            sampledGateways.push(sample)
          }
        })
      }
    },
    /** Until the next call is due, an answer came, or something else is to be done. */
    async pause(signal: AbortSignal) {
      const nowMs = clock.monotonicMs()
      const dueMs = free() > 0 ? Math.max(plan.nextMs(nowMs), quietUntilMs) : Number.POSITIVE_INFINITY
      const waits = sampledLocks.length + sampledGateways.length > 0 ? writeEveryMs : lookEveryMs
      woken = new AbortController()
      const wake = () => woken.abort()
      signal.addEventListener('abort', wake, { once: true })
      if (!signal.aborted) await clock.wait(Math.max(0, Math.min(dueMs - nowMs, waits)), woken.signal)
      signal.removeEventListener('abort', wake)
    },
    async end() {
      closing.abort()
      await Promise.all(underWay)
      await write()
    },
  }
}
