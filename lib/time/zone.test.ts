import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from './clock'
import {
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
