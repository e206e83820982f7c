import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from './clock'
import {
  addDays,
  clockChangesBetween,
  fromLocal,
  hotelDayOf,
  isLocalDate,
  isLocalTime,
  isTimeZone,
  localMinute,
  occurrencesOf,
  toLocal,
} from './zone'

const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Shanghai',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Apia',
  'Africa/Cairo',
]
const january = Date.parse('2026-01-01T00:00:00Z')
const zone = fc.constantFrom(...zones)
const instant = fc
  .integer({ min: january / minuteMs, max: (january + 730 * dayMs) / minuteMs })
  .map((minutes) => minutes * minuteMs)

describe('local times of a zone (product.md rule 1, I13)', () => {
  test('a wall-clock minute and its instant name each other, in every zone', () => {
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        const local = toLocal(at, name)
        const start = fromLocal(local, name, 'start')
        const end = fromLocal(local, name, 'end')
        expect([start, end]).toContain(at)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end > start).toBe(occurrencesOf(local, name) === 2)
      }),
      { numRuns: 2_000 },
    )
  })

  test('at every change of every zone: a skipped minute becomes the next valid one, a doubled one the earlier start and the later end', () => {
    let skipped = 0
    let doubled = 0
    for (const name of zones) {
      for (const change of clockChangesBetween(january, january + 366 * dayMs, name)) {
        const before = toLocal(change.at - minuteMs, name)
        const after = toLocal(change.at, name)
        if (change.shiftMinutes > 0) {
          const wall = Date.parse(`${before.date}T${before.time}:00Z`) + minuteMs
          for (let minute = 0; minute < change.shiftMinutes; minute++) {
            const inGap = new Date(wall + minute * minuteMs).toISOString()
            const local = { date: inGap.slice(0, 10), time: inGap.slice(11, 16) }
            expect(occurrencesOf(local, name)).toBe(0)
            expect(fromLocal(local, name, 'start')).toBe(change.at)
            expect(fromLocal(local, name, 'end')).toBe(change.at)
          }
          skipped++
        } else {
          expect(occurrencesOf(after, name)).toBe(2)
          expect(fromLocal(after, name, 'end')).toBe(change.at)
          expect(fromLocal(after, name, 'start')).toBe(change.at + change.shiftMinutes * minuteMs)
          doubled++
        }
      }
    }
    expect(skipped).toBeGreaterThanOrEqual(8)
    expect(doubled).toBeGreaterThanOrEqual(8)
  })

  test('10,000 random stays end after they start and are never shorter than booked on the wall clock', () => {
    const time = fc
      .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
      .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
    fc.assert(
      fc.property(
        zone,
        instant,
        time,
        time,
        fc.integer({ min: 1, max: 40 }),
        (name, at, arrival, departure, nights) => {
          const { date } = toLocal(at, name)
          const startsAt = fromLocal({ date, time: arrival }, name, 'start')
          const endsAt = fromLocal({ date: addDays(date, nights), time: departure }, name, 'end')
          expect(endsAt).toBeGreaterThan(startsAt)
          // Never later than the booked start and never earlier than the booked end, unless that minute does not exist.
          const start = toLocal(startsAt, name)
          if (occurrencesOf({ date, time: arrival }, name) > 0) expect(start).toEqual({ date, time: arrival })
        },
      ),
      { numRuns: 10_000 },
    )
  })

  test('known changes: Berlin spring and autumn 2026, Lord Howe by half an hour', () => {
    expect(fromLocal({ date: '2026-03-29', time: '02:30' }, 'Europe/Berlin', 'start')).toBe(
      Date.parse('2026-03-29T01:00:00Z'),
    )
    expect(fromLocal({ date: '2026-10-25', time: '02:30' }, 'Europe/Berlin', 'start')).toBe(
      Date.parse('2026-10-25T00:30:00Z'),
    )
    expect(fromLocal({ date: '2026-10-25', time: '02:30' }, 'Europe/Berlin', 'end')).toBe(
      Date.parse('2026-10-25T01:30:00Z'),
    )
    const shifts = clockChangesBetween(january, january + 365 * dayMs, 'Australia/Lord_Howe').map(
      (change) => change.shiftMinutes,
    )
    expect(shifts).toEqual([-30, 30])
    expect(clockChangesBetween(january, january + 365 * dayMs, 'Asia/Shanghai')).toEqual([])
  })

  test('YYMMDDHHmm rounds a start down and an end up (R12)', () => {
    const at = Date.parse('2018-01-02T14:20:30Z')
    expect(localMinute(at, 'Europe/Berlin', 'start')).toBe('1801021520')
    expect(localMinute(at, 'Europe/Berlin', 'end')).toBe('1801021521')
    expect(localMinute(at - 30_000, 'Europe/Berlin', 'end')).toBe('1801021520')
  })

  test('the hotel day lasts until its end in the small hours', () => {
    const at = fromLocal({ date: '2026-06-11', time: '04:59' }, 'Europe/Berlin', 'start')
    expect(hotelDayOf(at, 'Europe/Berlin', '05:00')).toBe('2026-06-10')
    expect(hotelDayOf(at + minuteMs, 'Europe/Berlin', '05:00')).toBe('2026-06-11')
    expect(hotelDayOf(at + 12 * hourMs, 'Europe/Berlin', '05:00')).toBe('2026-06-11')
  })

  test('dates, times and zones from outside are recognised or refused', () => {
    expect(['2026-02-28', '2028-02-29'].every(isLocalDate)).toBe(true)
    expect(['2026-02-29', '2026-13-01', '26-01-01', '', '2026-1-1'].some(isLocalDate)).toBe(false)
    expect(['00:00', '23:59'].every(isLocalTime)).toBe(true)
    expect(['24:00', '12:60', '1:00', ''].some(isLocalTime)).toBe(false)
    expect(isTimeZone('Europe/Berlin')).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
  })
})
