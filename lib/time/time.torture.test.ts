import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tell, times } from '../testing/torture'
import { dayMs, type Instant, minuteMs } from './clock'
import { addDays, clockChangesBetween, fromLocal, type LocalMoment, occurrencesOf, toLocal } from './zone'

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
const years = times(2, 10)
const january = Date.parse('2026-01-01T00:00:00Z')
const changes = (zone: string) => clockChangesBetween(january, Date.UTC(2026 + years, 0, 1), zone)

/** What the wall of a zone says, read from the calendar of the platform and nothing of ours. */
const readers = new Map(
  zones.map((zone) => [
    zone,
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
)
const wallAt = (at: Instant, zone: string) => readers.get(zone)!.format(at).slice(0, 16)
const offsets = new Map(
  zones.map((zone) => {
    const samples = Array.from({ length: 24 }, (_, month) => Date.UTC(2026, month, 15))
    return [zone, [...new Set(samples.map((at) => at - Date.parse(`${wallAt(at, zone).replace(' ', 'T')}:00Z`)))]]
  }),
)
/** Every instant at which the wall shows that minute: none, one or two. */
function instantsOf({ date, time }: LocalMoment, zone: string): Instant[] {
  const wall = Date.parse(`${date}T${time}:00Z`)
  return offsets
    .get(zone)!
    .map((offset) => wall + offset)
    .filter((at) => wallAt(at, zone) === `${date} ${time}`)
}

/** Rule 1 by that reading: the earliest start, the latest end, and the next minute that there is. */
function expectRightEdge(moment: LocalMoment, zone: string, edge: 'start' | 'end'): Instant {
  const at = fromLocal(moment, zone, edge)
  const there = instantsOf(moment, zone)
  if (there.length > 0) expect(at).toBe(edge === 'start' ? Math.min(...there) : Math.max(...there))
  else {
    const text = `${moment.date} ${moment.time}`
    expect(wallAt(at - 1, zone) < text && text < wallAt(at, zone)).toBe(true)
  }
  return at
}

/** A stay that ends after it starts and holds every moment that was booked. */
function expectStay(arrival: LocalMoment, departure: LocalMoment, zone: string): void {
  const startsAt = expectRightEdge(arrival, zone, 'start')
  const endsAt = expectRightEdge(departure, zone, 'end')
  expect(endsAt).toBeGreaterThan(startsAt)
}

const minutesAround = (moment: Instant, zone: string): LocalMoment[] =>
  [-121, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61, 119].map((minutes) => {
    // On the wall, not in time: so the skipped minutes are among them.
    const wall = Date.parse(`${wallAt(moment - minuteMs, zone).replace(' ', 'T')}:00Z`) + (minutes + 1) * minuteMs
    const text = new Date(wall).toISOString()
    return { date: text.slice(0, 10), time: text.slice(11, 16) }
  })

describe('changes of clocks inside stays (product.md rule 1, I13)', () => {
  test('at every change of every zone: a skipped minute becomes the next valid one, a doubled one the earlier start and the later end', () => {
    let skipped = 0
    let doubled = 0
    for (const name of zones) {
      for (const change of changes(name)) {
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
    expect(Math.min(skipped, doubled)).toBeGreaterThanOrEqual(8 * years)
    tell('time', { zones: zones.length, 'changes of clocks': skipped + doubled })
  })

  test('stays that begin or end at, before or after every change of every zone are never shorter than booked', () => {
    let stays = 0
    for (const zone of zones) {
      for (const change of changes(zone)) {
        for (const edge of minutesAround(change.at, zone)) {
          for (const nights of [1, 2, 7, 30]) {
            for (const time of ['00:00', '02:30', '12:00', '23:59']) {
              expectStay(edge, { date: addDays(edge.date, nights), time }, zone)
              expectStay({ date: addDays(edge.date, -nights), time }, edge, zone)
              stays += 2
            }
          }
        }
      }
    }
    expect(stays).toBeGreaterThan(1_000)
    tell('time', { 'stays at edges': stays, 'shorter than booked': 0 })
  })

  test('random stays end after they start and are never shorter than booked', () => {
    const runs = times(2_000, 10_000)
    const zone = fc.constantFrom(...zones)
    const instant = fc
      .integer({ min: january / minuteMs, max: (january + 730 * dayMs) / minuteMs })
      .map((minutes) => minutes * minuteMs)
    const time = fc
      .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
      .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
    const nights = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(zone, instant, time, time, nights, (name, at, arrival, departure, count) => {
        const { date } = toLocal(at, name)
        expectStay({ date, time: arrival }, { date: addDays(date, count), time: departure }, name)
      }),
      { numRuns: runs },
    )
    tell('time', { 'random stays': runs })
  })
})
