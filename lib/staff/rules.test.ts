import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roles } from '../access/permissions'
import { dayMs, hourMs, minuteMs } from '../time/clock'
import {
  deviceOf,
  factorStanding,
  noteUseEveryMs,
  passkeysPossible,
  pinStanding,
  readTypedCode,
  roleChangeFault,
  sessionEndsAt,
  sessionState,
  tryDelayMs,
} from './rules'

const startedAt = 1_000_000_000_000

test('a screen locks once it was untouched for the time set, and 12 hours end a session whatever happens', () => {
  const session = { startedAt, usedAt: startedAt, fullAt: startedAt, lockedAt: null, endedAt: null }
  const at = (more: Partial<Record<keyof typeof session, number | null>>, now: number) =>
    sessionState({ ...session, ...more } as typeof session, 5 * minuteMs, now)
  expect(at({}, startedAt + 5 * minuteMs - 1)).toBe('open')
  expect(at({}, startedAt + 5 * minuteMs)).toBe('locked')
  expect(at({ lockedAt: startedAt }, startedAt + 1)).toBe('locked')
  const late = startedAt + 12 * hourMs - minuteMs
  expect(at({ usedAt: late }, startedAt + 12 * hourMs - 1)).toBe('open')
  expect(at({ usedAt: late }, startedAt + 12 * hourMs)).toBe('ended')
  expect(at({ lockedAt: late }, startedAt + 12 * hourMs)).toBe('ended')
  expect(at({ endedAt: startedAt }, startedAt + 1)).toBe('ended')
})

test('a session that a PIN began ends 12 hours after the full sign-in, a later full proof lengthens none', () => {
  expect(sessionEndsAt({ startedAt, fullAt: startedAt - 3 * hourMs })).toBe(startedAt + 9 * hourMs)
  expect(sessionEndsAt({ startedAt, fullAt: startedAt + 3 * hourMs })).toBe(startedAt + 12 * hourMs)
  expect(sessionEndsAt({ startedAt, fullAt: null })).toBe(startedAt + 12 * hourMs)
})

test('use is noted so often that whoever goes on working is never locked out', () => {
  for (let minutes = 1; minutes <= 60; minutes++) {
    const every = noteUseEveryMs(minutes * minuteMs)
    expect(every).toBeLessThanOrEqual(minuteMs)
    // Noted late by one period in the browser and one on the server.
    expect(2 * every).toBeLessThan(minutes * minuteMs)
  }
})

test('a PIN is looked at only where it is set, has tries, and rests on a full sign-in of this shift at that computer', () => {
  const ready = { computer: {}, pinHash: 'x', triesLeft: 1, fullAt: startedAt }
  const now = startedAt + 12 * hourMs - 1
  expect(pinStanding(ready, now)).toBe('ready')
  expect(pinStanding(ready, now + 1)).toBe('full-sign-in-first')
  expect(pinStanding({ ...ready, fullAt: null }, now)).toBe('full-sign-in-first')
  expect(pinStanding({ ...ready, triesLeft: 0 }, now)).toBe('used-up')
  expect(pinStanding({ ...ready, pinHash: null }, now)).toBe('not-set')
  expect(pinStanding({ ...ready, computer: null }, now)).toBe('not-here')
})

test('the first tries wait for nothing, then ever longer up to ten seconds, whichever of account and address has more', () => {
  const account = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000].map((count) => tryDelayMs({ account: count, address: 1 }))
  expect(account).toEqual([0, 0, 0, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000])
  expect(tryDelayMs({ account: 1, address: 10 })).toBe(0)
  expect(tryDelayMs({ account: 1, address: 11 })).toBe(1000)
  expect(tryDelayMs({ account: 5, address: 11 })).toBe(2000)
})

const someRoles = fc.subarray([...roles])

test('whoever is not alone in the house never changes their own roles', () => {
  fc.assert(
    fc.property(someRoles, someRoles, fc.array(someRoles), (before, after, othersActive) => {
      const change = { before, after, own: true, onlyActiveAccount: false, othersActive }
      expect(roleChangeFault(change)).toBe('own-roles')
    }),
  )
})

test('no change that is let through takes the last manager or administrator from a property', () => {
  fc.assert(
    fc.property(someRoles, someRoles, fc.array(someRoles), fc.boolean(), (before, after, othersActive, own) => {
      const fault = roleChangeFault({ before, after, own, onlyActiveAccount: own, othersActive })
      const has = (role: string, lists: readonly (readonly string[])[]) => lists.some((list) => list.includes(role))
      for (const role of ['manager', 'administrator']) {
        const lost = has(role, [before, ...othersActive]) && !has(role, [after, ...othersActive])
        if (lost) expect(fault).not.toBeNull()
      }
      if (fault === 'last-manager') expect(has('manager', othersActive)).toBe(false)
    }),
  )
})

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Windows'],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge · Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1',
    'Safari · iOS',
  ],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'Chrome · Android'],
  ['curl/8.5.0', null],
  ['', null],
])('%s is told as %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device)
})

test('a second factor is needed from the eighth day of the role on, and at once beside a password too short to stand alone', () => {
  const standing = (afterMs: number, person: Partial<Parameters<typeof factorStanding>[0]> = {}) =>
    factorStanding({ hasFactor: false, neededSince: startedAt, passwordShort: false, ...person }, startedAt + afterMs)
  expect(standing(7 * dayMs - hourMs)).toEqual({ state: 'until', at: startedAt + 7 * dayMs })
  expect(standing(7 * dayMs - 1).state).toBe('until')
  expect(standing(7 * dayMs).state).toBe('missing')
  expect(standing(7 * dayMs + hourMs).state).toBe('missing')
  expect(standing(0, { neededSince: null }).state).toBe('not-needed')
  expect(standing(0, { neededSince: null, passwordShort: true }).state).toBe('missing')
  expect(standing(30 * dayMs, { hasFactor: true, passwordShort: true }).state).toBe('yes')
})

test('passkeys exist over https at a name, and on this machine under localhost; nowhere else', () => {
  for (const place of ['https://desk.hotel.example', 'http://localhost:3000'])
    expect(passkeysPossible(place)).toBe(true)
  for (const place of ['http://desk.hotel', 'http://127.0.0.1:3000', 'https://192.0.2.7', 'https://[::1]:3000'])
    expect([place, passkeysPossible(place)]).toEqual([place, false])
})

test('a typed code is read without capitals, spaces and hyphens, and with digits for the letters that look like them', () => {
  expect(readTypedCode(' AbCoI-l2 3—4 ')).toBe('abc01l234'.replace('l', '1'))
  expect(readTypedCode('123 456')).toBe('123456')
})
