import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn, type Partner } from './testing/partner'

let emulator: Emulator
let partner: Partner
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual', settings: { accessTokenMs: 1e15, instructionMedianMs: 0 } })
})
beforeEach(async () => {
  await emulator.control.reset()
  partner = await logIn(emulator)
})
afterAll(() => emulator.close())

const LOCK = 'MJ000204'
const setCode = async (more: Record<string, unknown>) =>
  String((await partner.info('POST', `/locks/${LOCK}/guestPasswdKey`, { one_time: 0, ...more })).s_guest_passwd)
const inHours = (from: number, to: number) => {
  const now = emulator.control.clock.now()
  return { start_time: now + from * HOUR_MS, end_time: now + to * HOUR_MS }
}
const type = (digits: string) => emulator.control.locks.typeCode(LOCK, digits)

test('a code opens inside its window by the lock’s clock: from its first millisecond to the last before its end', async () => {
  const digits = await setCode(inHours(1, 2))
  expect(type(digits)).toMatchObject({ opened: false, reason: 'not-yet' })
  emulator.control.clock.advance(HOUR_MS - 1)
  expect(type(digits).opened).toBe(false)
  emulator.control.clock.advance(1)
  expect(type(digits)).toMatchObject({ opened: true, reason: 'works' })
  emulator.control.clock.advance(HOUR_MS - 1)
  expect(type(digits).opened).toBe(true)
  emulator.control.clock.advance(1)
  expect(type(digits)).toMatchObject({ opened: false, reason: 'ended' })
  expect(emulator.control.locks.get(LOCK).openedCount).toBe(2)
})

test('the lock judges by its own clock, also when that is wrong', async () => {
  const digits = await setCode(inHours(1, 2))
  emulator.control.locks.change(LOCK, { clockOffsetMs: 90 * MINUTE_MS })
  expect(type(digits).opened).toBe(true)
  emulator.control.locks.change(LOCK, { clockOffsetMs: -24 * HOUR_MS })
  expect(type(digits).reason).toBe('not-yet')
})

test('a one-time code opens once, any other again and again', async () => {
  const once = await setCode({ ...inHours(-1, 1), one_time: 1 })
  const often = await setCode(inHours(-1, 1))
  expect([type(once).reason, type(once).reason]).toEqual(['works', 'used'])
  expect([type(often).reason, type(often).reason]).toEqual(['works', 'works'])
})

test('a cancelled code is refused and named so; a second cancel ends 2', async () => {
  const digits = await setCode(inHours(-1, 1))
  const cancel = async () => {
    const info = await partner.info('PUT', `/locks/${LOCK}/guestPasswdKey`, { guest_passwd: digits })
    return emulator.control.instructions.get(String(info.s_instruction_id)).status
  }
  expect(await cancel()).toBe(1)
  expect(type(digits)).toMatchObject({ opened: false, reason: 'cancelled' })
  expect(await cancel()).toBe(2)
})

test('a lock knows digits and not guests: cancelling a duplicate kills both', async () => {
  const first = await setCode(inHours(-1, 1))
  emulator.control.codes.next('duplicate')
  const second = await setCode(inHours(-1, 9))
  expect(second).toBe(first)
  await partner.info('PUT', `/locks/${LOCK}/guestPasswdKey`, { guest_passwd: first })
  expect(type(first).reason).toBe('cancelled')
})

test('digits that were never set are not known; a code of another door is not known here', async () => {
  const digits = await setCode(inHours(-1, 1))
  expect(emulator.control.locks.typeCode('MJ000205', digits)).toMatchObject({ opened: false, reason: 'not-known' })
  expect(type('').reason).toBe('not-known')
})

test('local windows are judged in the lock’s zone, and the milliseconds are ignored then', async () => {
  emulator.control.clock.set(Date.UTC(2027, 5, 1, 12, 0))
  const local = { is_local_time: 1, local_start_time: '2706011400', local_end_time: '2706011500' }
  const digits = await setCode({ ...inHours(48, 49), ...local })
  expect(type(digits).reason).toBe('works')
  emulator.control.locks.change(LOCK, { timeZone: 'Asia/Shanghai' })
  expect(type(digits).reason).toBe('ended')
  emulator.control.locks.change(LOCK, { timeZone: 'America/New_York' })
  expect(type(digits).reason).toBe('not-yet')
})

test('codes are 6 random digits that are not weak; weak, given and duplicate ones come when ordered', async () => {
  const seen = new Set<string>()
  for (let i = 0; i < 60; i++) seen.add(await setCode(inHours(-1, 1)))
  expect(seen.size).toBe(60)
  for (const digits of seen) expect(digits).toMatch(/^\d{6}$/)
  emulator.control.codes.next('weak', LOCK)
  emulator.control.codes.next({ digits: '004711' })
  expect([await setCode(inHours(-1, 1)), await setCode(inHours(-1, 1))]).toEqual(['123456', '004711'])
})

test('guest keys are kept by their lock and judged by their window; admin and permanent keys always open', async () => {
  const { s_key_code: key } = await partner.info('PUT', `/locks/${LOCK}/guestKey`, inHours(0, 1))
  const present = (keyCode: unknown, lock = LOCK) => emulator.control.locks.presentKey(lock, String(keyCode)).reason
  expect(present(key)).toBe('works')
  expect(present(key, 'MJ000205')).toBe('not-known')
  emulator.control.clock.advance(HOUR_MS)
  expect(present(key)).toBe('ended')
  expect(emulator.control.locks.get(LOCK).keys).toHaveLength(1)
  const { s_key_code: permanent } = await partner.info('GET', `/locks/${LOCK}/permanentKey`)
  expect([present(permanent), present(permanent, 'MJ000205')]).toEqual(['works', 'not-known'])
})

test('a lock taken from the list is not found by any call, while its door still knows its codes', async () => {
  const digits = await setCode(inHours(-1, 1))
  emulator.control.locks.removeFromList(LOCK)
  expect((await partner.ask('GET', '/locks')).text).not.toContain(LOCK)
  expect((await partner.ask('GET', `/locks/${LOCK}/status`)).json.ack).not.toBe(0)
  expect((await partner.ask('PUT', `/locks/${LOCK}/remoteUnlock`)).json.ack).not.toBe(0)
  expect(type(digits).opened).toBe(true)
  emulator.control.locks.putBackOnList(LOCK)
  expect((await partner.ask('GET', '/locks')).text).toContain(LOCK)
})

test('a lock that was reset knows no code any more', async () => {
  const digits = await setCode(inHours(-1, 1))
  emulator.control.locks.reset(LOCK)
  expect(type(digits).reason).toBe('not-known')
})

test('what happens at a door is noted, newest last', async () => {
  const digits = await setCode(inHours(-1, 1))
  type(digits)
  type('000000')
  await partner.info('PUT', `/locks/${LOCK}/remoteUnlock`)
  const kinds = emulator.control.locks.get(LOCK).events.map(({ kind, opened }) => [kind, opened])
  expect(kinds).toEqual([
    ['code-set', false],
    ['code-typed', true],
    ['code-typed', false],
    ['remote-unlock', true],
  ])
})
