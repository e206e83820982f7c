import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hourMs, minuteMs } from '../time/clock'
import {
  isApiName,
  isPrefix,
  loginBudgetWaitMs,
  mayRegisterCallback,
  originOf,
  pauseAfterFailuresMs,
  renewalMarginMs,
} from './rules'

describe('I10: logins', () => {
  test('whenever tries come, no hour sees more than 12, and the 13th waits no longer than it must', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30 * minuteMs), { maxLength: 60 }), (gaps) => {
        const loginsAt: number[] = []
        let now = 0
        for (const gap of gaps) {
          now += gap
          const waitMs = loginBudgetWaitMs(now, loginsAt)
          expect(waitMs).toBeLessThanOrEqual(hourMs)
          if (waitMs === 0) loginsAt.push(now)
          else expect(loginBudgetWaitMs(now + waitMs - 1, loginsAt)).toBe(1)
          expect(loginsAt.filter((at) => at > now - hourMs).length).toBeLessThanOrEqual(12)
        }
      }),
    )
  })

  test('the pause grows from 5 s to 5 min and stays there', () => {
    expect([0, 1, 2, 3, 7, 8, 1_000].map((failures) => pauseAfterFailuresMs(failures) / 1_000)).toEqual([
      0, 5, 10, 20, 300, 300, 300,
    ])
  })

  test('R10: 5 minutes before its end, or halfway for a shorter life', () => {
    expect([3 * hourMs, 10 * minuteMs, minuteMs, 1].map(renewalMarginMs)).toEqual([300_000, 300_000, 30_000, 0])
  })
})

test('R3: names are letters, digits, - and _, 1 to 64 of them', () => {
  for (const name of ['MJ000006', 'a', 'lock-264-17', 'A_b-9', 'x'.repeat(64)]) expect(isApiName(name)).toBe(true)
  for (const name of ['', 'x'.repeat(65), 'a.b', '..', 'a/b', 'a\n', 'é', 'a b', '%41'])
    expect(isApiName(name)).toBe(false)
})

test('R1: scheme, host and port, and nothing else', () => {
  expect(originOf('https://121.40.42.36')).toBe('https://121.40.42.36')
  expect(originOf('HTTP://Lock.Server:8080/')).toBe('http://lock.server:8080')
  expect(originOf('https://[::1]:8443')).toBe('https://[::1]:8443')
  for (const text of [
    '',
    'host',
    'ftp://host',
    'https://a@host',
    'https://:b@host',
    'https://host/x',
    'https://host/?',
  ]) {
    expect(originOf(text), text).toBeNull()
  }
  for (const prefix of ['', '/ilocks/api/apps/v1', '/a.b/c-d_e~f']) expect(isPrefix(prefix)).toBe(true)
  for (const prefix of ['a', '/', '/a/', '//a', '/..', '/a/../b', '/./a', '/a b', '/a?b']) {
    expect(isPrefix(prefix), prefix).toBe(false)
  }
})

test('R16: https, or loopback; never a bare host and port', () => {
  for (const address of [
    'https://hotel.example/x',
    'http://localhost:3000/x',
    'http://127.9.9.9/x',
    'http://[::1]/x',
  ]) {
    expect(mayRegisterCallback(address), address).toBe(true)
  }
  const refused = [
    'http://hotel.example',
    'http://127.0.0.1.example',
    '10.10.10.10:8080',
    'ws://localhost',
    'localhost:80',
    '',
  ]
  for (const address of refused) expect(mayRegisterCallback(address), address).toBe(false)
})
