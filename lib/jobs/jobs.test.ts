import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { createHouse, type House, openDeskContext } from '../access/house'
import { changeConnection } from '../connections/change-connection'
import { closeLockServers } from '../connections/lock-server-of'
import { findReach } from '../connections/queries'
import { withTransaction } from '../db/database'
import { findLease } from '../db/leases'
import { gateways } from '../db/schema/gateways'
import { instructions } from '../db/schema/instructions'
import { locks } from '../db/schema/locks'
import { listGateways } from '../gateways/queries'
import { newId } from '../ids/ids'
import { processLeaseName } from '../instructions/abandon-instructions'
import { getInstruction } from '../instructions/queries'
import { listLocks } from '../locks/queries'
import { watchLocks } from '../locks/watch-locks'
import { type OpenDeskOptions, openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { sampleDoors } from './sampler'
import { startJobs } from './start-jobs'
import type { RunningJobs } from './start-process'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function desk(kind: Parameters<typeof openDesk>[0], options: OpenDeskOptions = { emulator: true }) {
  const opened = await openDesk(kind, options)
  open.push(opened)
  return opened
}

/** Samplers of the test that runs. */
let running = 0

/** Until every sampler waits for the clock and nothing new was asked of the emulator: what the last step set off is done. */
async function rest(on: TestDesk): Promise<void> {
  let before = -1
  for (let quiet = 0; quiet < 2; ) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    const now = on.emulator.control.requests.list().length
    quiet = now === before && on.clock.waiting() >= running ? quiet + 1 : 0
    before = now
  }
}

/** Time passes for desk and emulator alike, in steps that real sockets can follow, until it holds or `atMostMs` passed. */
async function pass(on: TestDesk, atMostMs: number, holds: () => Promise<boolean> = async () => false, stepMs = 250) {
  for (let passedMs = 0; passedMs < atMostMs; passedMs += stepMs) {
    if (await holds()) return true
    on.emulator.control.clock.advance(stepMs)
    await on.clock.advance(stepMs)
    await rest(on)
  }
  return holds()
}

function sampling(on: TestDesk, house: House = on.house) {
  const stopping = new AbortController()
  const ctx = () => openDeskContext(house, { kind: 'system', part: 'sampler' }, on.property)
  const work = sampleDoors(ctx, stopping.signal)
  running += 1
  const stop = async () => {
    if (!stopping.signal.aborted) running -= 1
    stopping.abort()
    await work
    if (house !== on.house) await closeLockServers(house.processId)
  }
  open.push({ close: stop })
  return { stop }
}

const calls = (on: TestDesk, call: string) => on.emulator.control.requests.list({ call }).length
const allReachable = (on: TestDesk) => async () => {
  const rows = await listLocks(on.system)
  return rows.length > 0 && rows.every(({ state }) => state === 'reachable')
}

describe.each(await homesUnderTest())('the sampler on %s', (kind) => {
  test('finds locks and gateways by itself and asks about each, one process at a time', async () => {
    const on = await desk(kind)
    sampling(on)
    const second = createHouse({ ...on.house })
    sampling(on, second)
    expect(await pass(on, 60_000, allReachable(on))).toBe(true)
    const there = on.emulator.control.locks.list().length
    expect(calls(on, 'lock-status')).toBeLessThanOrEqual(there + 5)
    expect((await listGateways(on.system)).map(({ contact }) => contact.kind)).toEqual(Array(6).fill('in-contact'))
  })

  test('another process takes over within ten seconds of the holder’s end', async () => {
    const on = await desk(kind)
    const first = sampling(on)
    await pass(on, 30_000, allReachable(on))
    await first.stop()
    const second = createHouse({ ...on.house })
    sampling(on, second)
    const before = calls(on, 'gateway-status')
    expect(await pass(on, 10_000, async () => calls(on, 'gateway-status') > before)).toBe(true)
  })

  test('what a page shows is asked about every five seconds, also when it is open in another process', async () => {
    const on = await desk(kind)
    sampling(on)
    await pass(on, 60_000, allReachable(on))
    const other = createHouse({ ...on.house })
    const [row] = await listLocks(on.system)
    const asked = () =>
      on.emulator.control.requests.list({ call: 'lock-status', pathIncludes: `/${row?.name}/` }).length
    const elsewhere = () => openDeskContext(other, on.as('manager').actor, on.property)
    const before = asked()
    watchLocks(elsewhere(), 'tab-1', [row!.id])
    await other.background.settled()
    await pass(on, 30_000)
    const within30s = asked() - before
    expect(within30s).toBeGreaterThanOrEqual(4)
    expect(within30s).toBeLessThanOrEqual(8)
    if (kind === 'embedded') return
    // Kept for a minute, by the clock that all processes share; the page was not heard of again.
    await on.house.home.execute(`update watches set until = clock_timestamp()`)
    const later = asked()
    await pass(on, 30_000)
    expect(asked() - later).toBeLessThanOrEqual(1)
  })

  test('a gateway that falls silent is told within five periods and one sample, with its rooms; and its return too', async () => {
    const on = await desk(kind)
    await changeConnection(on.as('administrator'), {
      baseUrl: on.emulator.url,
      pathStyle: 'documented',
      username: on.emulator.username,
      deviceMac: 'Keydesk',
      heartbeatMs: 5_000,
    })
    sampling(on)
    await pass(on, 60_000, allReachable(on))
    const watch = () => watchLocks(on.as('front-desk'), 'tab', [])
    watch()
    await pass(on, 10_000)
    const [third] = (await listGateways(on.system)).filter(({ name }) => name === 'GW000003')
    const contact = async () => (await listGateways(on.system)).find(({ id }) => id === third?.id)?.contact
    on.emulator.control.gateways.setContact('GW000003', false)
    const lost = async () => {
      watch()
      return (await contact())?.kind === 'no-contact'
    }
    expect(await pass(on, 31_000, lost)).toBe(true)
    expect((await contact()) ?? null).toMatchObject({ sinceAt: expect.any(Number) })
    const outOfReach = (await listLocks(on.system)).filter(({ state }) => state === 'no-contact')
    expect(outOfReach.length).toBeGreaterThanOrEqual(8)
    on.emulator.control.gateways.setContact('GW000003', true)
    expect(await pass(on, 15_000, async () => (await contact())?.kind === 'in-contact')).toBe(true)
  })

  test('I21: a Lock Server that is down is asked ever more rarely; the rows stay, age into "not known", and mend by themselves', async () => {
    const on = await desk(kind)
    sampling(on)
    await pass(on, 60_000, allReachable(on))
    await on.emulator.control.network.setOutage('refused')
    await pass(on, 400_000, async () => false, 2_000)
    expect((await findReach(on.as('front-desk')))?.failure).toBe('unreachable')
    const kinds = new Set((await listGateways(on.system)).map(({ contact }) => contact.kind))
    expect(kinds).toEqual(new Set(['not-known']))
    expect(new Set((await listLocks(on.system)).map(({ state }) => state))).toEqual(new Set(['not-known']))
    await on.emulator.control.network.setOutage('off')
    expect(await pass(on, 120_000, allReachable(on), 1_000)).toBe(true)
  })

  test('a lock that the Lock Server refuses to speak of does not stop the others', async () => {
    const on = await desk(kind)
    on.emulator.control.wrongAnswers.order({ kind: 'ack-nonzero', call: 'lock-status', times: 3 })
    sampling(on)
    const notKnown = async () => (await listLocks(on.system)).filter(({ state }) => state === 'not-known').length
    await pass(on, 60_000, async () => (await listLocks(on.system)).length > 0 && (await notKnown()) <= 3)
    expect(await notKnown()).toBe(3)
  })
})

describe.each(await homesUnderTest())('the jobs of a process on %s', (kind) => {
  async function started(on: TestDesk): Promise<RunningJobs> {
    const jobs = await startJobs(on.house)
    open.push({ close: () => jobs.stop() })
    return jobs
  }

  test('begin with its life sign, serve a property as soon as it is connected, and give everything back at the end', async () => {
    const on = await desk(kind, {})
    const emulator = await desk(kind)
    const jobs = await started(on)
    const lease = () => findLease(on.house.home.db, processLeaseName(on.house.processId))
    expect(await lease()).toMatchObject({ lapsed: false })
    await changeConnection(on.as('administrator'), {
      baseUrl: emulator.emulator.url,
      pathStyle: 'documented',
      username: emulator.emulator.username,
      password: emulator.emulator.password,
      deviceMac: 'Keydesk',
    })
    for (let turn = 0; turn < 200 && (await listLocks(on.system)).length === 0; turn++) {
      await on.clock.advance(500)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect((await listLocks(on.system)).length).toBe(emulator.emulator.control.locks.list().length)
    await jobs.stop()
    expect(await lease()).toBeNull()
    expect(await findLease(on.house.home.db, `sampler:${on.property.id}`)).toBeNull()
    expect(await findLease(on.house.home.db, `tracker:${on.property.id}`)).toBeNull()
  })

  test('I17: what a process that is gone left without an outcome is "no answer" from the start on, and nothing is sent', async () => {
    const on = await desk(kind)
    const lock = { id: newId('lock'), name: 'MJ000204' }
    const id = newId('instruction')
    await withTransaction(on.system, async (tx) => {
      const created = { propertyId: on.property.id, sortKey: '1', createdAt: on.clock.now() }
      await tx.insert(locks).values({ ...lock, ...created })
      await tx.insert(instructions).values({
        id,
        propertyId: on.property.id,
        kind: 'unlock',
        lockId: lock.id,
        doorLabel: '204',
        lockName: lock.name,
        actorLabel: 'Somebody',
        pressKey: newId('request'),
        askedHash: 'x',
        details: {},
        intendedAt: on.clock.now(),
        processId: 'prc_gone',
        sendingAt: on.clock.now(),
      })
    })
    await started(on)
    expect(await getInstruction(on.as('front-desk'), id)).toMatchObject({
      outcome: 'unknown',
      outcomeReason: 'process-died',
    })
    expect(calls(on, 'remote-unlock')).toBe(0)
  })

  test('after a restart contact is not known until it was sampled (R21)', async () => {
    const on = await desk(kind)
    const first = sampling(on)
    await pass(on, 30_000, allReachable(on))
    await first.stop()
    on.emulator.control.clock.advance(600_000)
    await on.clock.advance(600_000)
    const restarted = createHouse({ ...on.house })
    const ctx = openDeskContext(restarted, on.as('front-desk').actor, on.property)
    expect(new Set((await listGateways(ctx)).map(({ contact }) => contact.kind))).toEqual(new Set(['not-known']))
    const rows = await on.house.home.db.select().from(gateways).where(eq(gateways.propertyId, on.property.id))
    expect(rows.every(({ noContactSinceAt }) => noContactSinceAt === null)).toBe(true)
  })
})
