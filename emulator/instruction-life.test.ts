import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn, type Partner } from './testing/partner'

let emulator: Emulator
let partner: Partner
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual', settings: { accessTokenMs: 1e15 } })
})
beforeEach(async () => {
  await emulator.control.reset()
  partner = await logIn(emulator)
})
afterAll(() => emulator.close())

const LOCK = 'MJ000303'
const ONLY_GATEWAY = 'GW000003'
const unlock = async (lock = LOCK) =>
  String((await partner.info('PUT', `/locks/${lock}/remoteUnlock`)).s_instruction_id)
const status = async (id: string) => (await partner.info('GET', `/instruction?instruction_id=${id}`)).i_status
const cancel = async (digits: string) =>
  String((await partner.info('PUT', `/locks/${LOCK}/guestPasswdKey`, { guest_passwd: digits })).s_instruction_id)
const setCode = async () => {
  const now = emulator.control.clock.now()
  const window = { start_time: now - 1000, end_time: now + 86_400_000, one_time: 0 }
  const info = await partner.info('POST', `/locks/${LOCK}/guestPasswdKey`, window)
  return { id: String(info.s_instruction_id), digits: String(info.s_guest_passwd) }
}
const advance = (ms: number) => emulator.control.clock.advance(ms)

test('3, then 5, then 1; the door opens with 1 and not before', async () => {
  const id = await unlock()
  const seen: unknown[] = [await status(id)]
  for (let i = 0; i < 400 && seen.at(-1) !== 1; i++) {
    expect(emulator.control.locks.get(LOCK).openedCount).toBe(0)
    advance(100)
    const now = await status(id)
    if (now !== seen.at(-1)) seen.push(now)
  }
  expect(seen).toEqual([3, 5, 1])
  expect(emulator.control.locks.get(LOCK)).toMatchObject({ openedCount: 1, unlocked: true })
  advance(6_000)
  expect(emulator.control.locks.get(LOCK).unlocked).toBe(false)
})

test('durations are log-normal around the median that the settings say', async () => {
  const median = async (instructionMedianMs: number) => {
    emulator.control.settings.change({ instructionMedianMs })
    await Promise.all(Array.from({ length: 40 }, (_, i) => unlock(`MJ000${101 + (i % 12)}`)))
    advance(1e9)
    const took = emulator.control.instructions
      .list()
      .map(({ history }) => (history[2]?.at ?? 0) - (history[1]?.at ?? 0))
      .sort((a, b) => a - b)
    emulator.control.seed('demo')
    return (took[20] ?? 0) / 0.7
  }
  for (const wanted of [3_000, 800]) {
    const seen = await median(wanted)
    expect(seen).toBeGreaterThan(wanted * 0.6)
    expect(seen).toBeLessThan(wanted * 1.6)
  }
})

test('without contact to any gateway it stays 3, and runs when contact returns – an unlock that nobody wants any more too', async () => {
  emulator.control.gateways.setContact(ONLY_GATEWAY, false)
  const id = await unlock()
  advance(7 * 3_600_000)
  expect(await status(id)).toBe(3)
  expect(emulator.control.locks.get(LOCK).openedCount).toBe(0)
  emulator.control.gateways.setContact(ONLY_GATEWAY, true)
  expect(await status(id)).toBe(3)
  advance(60_000)
  expect(await status(id)).toBe(1)
  expect(emulator.control.locks.get(LOCK).openedCount).toBe(1)
})

test('one gateway in contact of those that hear the lock is enough', async () => {
  emulator.control.gateways.setContact(ONLY_GATEWAY, false)
  const id = await unlock('MJ000310')
  advance(60_000)
  expect(await status(id)).toBe(1)
})

test('contact lost while pushed: it stays 5 until contact returns', async () => {
  const id = await unlock()
  emulator.control.instructions.hold(id, 5)
  advance(60_000)
  emulator.control.gateways.setContact(ONLY_GATEWAY, false)
  emulator.control.instructions.release(id)
  advance(60_000)
  expect(await status(id)).toBe(5)
  emulator.control.gateways.setContact(ONLY_GATEWAY, true)
  advance(60_000)
  expect(await status(id)).toBe(1)
})

test('instructions for one lock run in order; other locks do not wait', async () => {
  emulator.control.instructions.nextOutcome('stay-5', { lockName: LOCK })
  const first = await unlock()
  const second = await setCode()
  const third = await cancel(second.digits)
  const elsewhere = await unlock('MJ000304')
  advance(60_000)
  expect([await status(first), await status(second.id), await status(third), await status(elsewhere)]).toEqual([
    5, 3, 3, 1,
  ])
  emulator.control.instructions.release(first)
  advance(120_000)
  expect([await status(first), await status(second.id), await status(third)]).toEqual([1, 1, 1])
})

test('next outcomes 2 and 4 come true, for the lock and kind that they were ordered for', async () => {
  emulator.control.instructions.nextOutcome(2, { kind: 'set-passcode' })
  emulator.control.instructions.nextOutcome(4, { lockName: LOCK, kind: 'remote-unlock' })
  const elsewhere = await unlock('MJ000101')
  const notPushed = await unlock()
  const failed = await setCode()
  advance(60_000)
  advance(60_000)
  expect([await status(elsewhere), await status(notPushed), await status(failed.id)]).toEqual([1, 4, 2])
  expect(emulator.control.locks.get(LOCK)).toMatchObject({ openedCount: 0, codes: [] })
  expect(emulator.control.instructions.get(notPushed).history.map((step) => step.status)).toEqual([3, 4])
})

test('failures come by chance where the settings say so', async () => {
  emulator.control.settings.change({ failChance: 0.5, pushFailChance: 0.5 })
  const ids = await Promise.all(Array.from({ length: 24 }, (_, i) => unlock(`MJ000${i < 12 ? 101 + i : 189 + i}`)))
  advance(600_000)
  const ended = new Set(await Promise.all(ids.map(status)))
  expect([...ended].sort()).toEqual([2, 4])
})

test('cancelling digits that the lock does not hold ends 2', async () => {
  const id = await cancel('111222')
  advance(60_000)
  expect(await status(id)).toBe(2)
})

test('hold, release and settle; a finished instruction does not move any more', async () => {
  const held = await unlock()
  emulator.control.instructions.hold(held, 3)
  advance(3_600_000)
  expect(await status(held)).toBe(3)
  emulator.control.instructions.release(held)
  expect(await status(held)).toBe(3)
  advance(60_000)
  expect(await status(held)).toBe(1)
  for (const [to, reads] of [
    [5, 5],
    [4, 4],
    [1, 4],
  ] as const) {
    const id = emulator.control.instructions.list({ kind: 'set-passcode' })[0]?.id ?? (await setCode()).id
    emulator.control.instructions.settle(id, to)
    advance(60_000)
    expect(await status(id)).toBe(reads)
  }
  const all = [await unlock('MJ000101'), await unlock('MJ000102')]
  emulator.control.instructions.settleAll(2)
  expect(await Promise.all(all.map(status))).toEqual([2, 2])
})

test('setting the wall clock back strands no instruction', async () => {
  const id = await unlock()
  emulator.control.clock.set(emulator.control.clock.now() - 86_400_000)
  advance(60_000)
  expect(await status(id)).toBe(1)
})

test('on a running clock instructions finish by themselves, faster at a higher speed', async () => {
  emulator.control.clock.run(1_000)
  const id = await unlock()
  await expect.poll(() => status(id), { timeout: 5_000, interval: 10 }).toBe(1)
  emulator.control.clock.freeze()
})

test('whatever is done in whatever order: statuses only go 3 → 5 → 1|2 or 3 → 4, in order per lock, and only 1 acts', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('unlock' as const), outcome: fc.constantFrom(1, 2, 4) }),
    fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
    fc.record({ do: fc.constant('contact' as const), on: fc.boolean() }),
    fc.record({ do: fc.constant('jump' as const), ms: fc.integer({ min: -1e8, max: 1e8 }) }),
    fc.record({ do: fc.constant('look' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      emulator.control.seed('demo')
      const ids: string[] = []
      for (const one of steps) {
        if (one.do === 'unlock') {
          emulator.control.instructions.nextOutcome(one.outcome as 1 | 2 | 4)
          ids.push(await unlock())
        } else if (one.do === 'advance') advance(one.ms)
        else if (one.do === 'jump') emulator.control.clock.jump(one.ms)
        else if (one.do === 'contact') emulator.control.gateways.setContact(ONLY_GATEWAY, one.on)
        else emulator.control.instructions.list()
      }
      const lives = ids.map((id) =>
        emulator.control.instructions
          .get(id)
          .history.map(({ status: at }) => at)
          .join(''),
      )
      for (const life of lives) expect(['3', '35', '351', '352', '34']).toContain(life)
      expect(lives.join(' ')).toMatch(/^((351|352|34) ?)*(35? ?)?(3 ?)*$/)
      expect(emulator.control.locks.get(LOCK).openedCount).toBe(lives.filter((life) => life === '351').length)
    }),
    { numRuns: 40 },
  )
})
