import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestsFor } from '../lock-server/requests'
import { connectionTo } from '../testing/imitated-lock-server'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { tell, times } from '../testing/torture'
import { dayMs, minuteMs } from '../time/clock'
import { addDays, clockChangesBetween, fromLocal, hotelDayOf } from '../time/zone'
import { requireWindow } from './require-window'
import { longWindowMs, walkInWindow } from './rules'

const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Africa/Cairo',
]
const years = times(1, 6)
const january = Date.UTC(2026, 0, 1)

describe('windows of walk-ins around every change of clocks (rules 1 and 2, I13)', () => {
  let desk: TestDesk
  beforeAll(async () => {
    desk = await openDesk('embedded')
  })
  afterAll(() => desk.close())

  test('hold now and the whole booked time, are granted as they are, and reach the lock no shorter', () => {
    let windows = 0
    for (const timeZone of zones) {
      const requests = requestsFor(connectionTo('http://127.0.0.1:1', { lockClocks: { kind: 'local', timeZone } }))
      for (const { at } of clockChangesBetween(january, Date.UTC(2026 + years, 0, 1), timeZone)) {
        for (const departureTime of ['00:00', '01:30', '02:00', '02:30', '03:00', '11:00']) {
          const house = { timeZone, arrivalTime: '15:00', departureTime, hotelDayEndsAt: '05:00' }
          const timesOfHouse = { ...house, codeMarginMinutes: 0, walkInLeadMinutes: 5 }
          for (const minutes of [-2_881, -1_441, -61, -1, 0, 1, 59, 61, 1_441]) {
            for (const nights of [1, 2, 29]) {
              const now = at + minutes * minuteMs + 17_000
              const { startsAt, endsAt } = walkInWindow(timesOfHouse, now, nights)
              const departsOn = addDays(hotelDayOf(now, timeZone, '05:00'), nights)
              expect(endsAt).toBe(fromLocal({ date: departsOn, time: departureTime }, timeZone, 'end'))
              expect(startsAt).toBeLessThanOrEqual(now)
              // In the small hours of a hotel day, "one night" with a departure before its end may be over already.
              const ctx = { ...desk.as('front-desk'), now }
              const asked = { startsAt, endsAt, named: true, reason: null, permission: 'passcode.set-up-long' as const }
              const fits = endsAt > now && endsAt > startsAt && endsAt - startsAt <= longWindowMs
              if (fits) requireWindow(ctx, asked)
              else expect(() => requireWindow(ctx, asked)).toThrow()
              if (endsAt > startsAt) {
                const sent = JSON.parse(requests.setPasscode({ lockName: 'A', startsAt, endsAt, oneTime: false }).body!)
                expect(sent.start_time).toBeLessThanOrEqual(startsAt)
                expect(sent.end_time).toBeGreaterThanOrEqual(endsAt)
                const wall = (text: string) =>
                  `20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)} ${text.slice(6, 8)}:${text.slice(8)}`
                const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
                expect(wall(sent.local_start_time)).toBe(shown.format(startsAt))
                expect(wall(sent.local_end_time)).toBe(shown.format(endsAt))
              }
              expect(endsAt - startsAt).toBeLessThan((nights + 2) * dayMs)
              windows += 1
            }
          }
        }
      }
    }
    expect(windows).toBeGreaterThan(1_000)
    tell('time', { 'windows of walk-ins': windows })
  })

  test('a window that ends as it starts or before is refused at every change', () => {
    for (const timeZone of zones) {
      for (const { at } of clockChangesBetween(january, january + 366 * dayMs, timeZone)) {
        const ctx = { ...desk.as('manager'), now: at - dayMs }
        for (const endsAt of [at, at - minuteMs]) {
          const asked = {
            startsAt: at,
            endsAt,
            named: true,
            reason: 'other',
            permission: 'passcode.set-up-long' as const,
          }
          expect(() => requireWindow(ctx, asked)).toThrow()
        }
      }
    }
  })
})
