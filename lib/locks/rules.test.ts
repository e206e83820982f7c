import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GatewayContact } from '../gateways/contract'
import { dayMs, hourMs, minuteMs } from '../time/clock'
import type { LockRow, Reading } from './contract'
import {
  doorLabel,
  filterLocks,
  floorOfRoom,
  heardAgeMs,
  lateReadings,
  lockReach,
  lockSorts,
  naturalSortKey,
  signalBand,
  sortLocks,
  unreachableSince,
} from './rules'

const serverTimeAt = Date.UTC(2026, 5, 10, 12)
const reading = (gatewayName: string, agoMs: number | null, signalDbm: number | null = -70): Reading => ({
  gatewayName,
  signalDbm,
  heardAt: agoMs === null ? null : serverTimeAt - agoMs,
  serverTimeAt,
  sampledAt: serverTimeAt,
})
const contact: GatewayContact = { kind: 'in-contact' }
const lost: GatewayContact = { kind: 'no-contact', sinceAt: serverTimeAt - 10 * minuteMs }
const ahead: GatewayContact = { kind: 'not-known', why: 'heartbeat-ahead', sinceAt: null }
const unknown: GatewayContact = { kind: 'not-known', why: 'sample-old', sinceAt: null }

test.each([
  [-60, 'good'],
  [-74, 'good'],
  [-75, 'fair'],
  [-85, 'fair'],
  [-86, 'weak'],
  [0, 'not-heard'],
  [null, 'not-heard'],
])('R9: a signal of %s dBm is %s', (dbm, band) => {
  expect(signalBand(dbm)).toBe(band)
})

test.each<[string, Reading[], [string, GatewayContact][], number | null, string]>([
  [
    'one of its gateways stands',
    [reading('A', 0), reading('B', 0)],
    [
      ['A', lost],
      ['B', contact],
    ],
    0,
    'reachable',
  ],
  [
    'every one of them has no contact',
    [reading('A', 0), reading('B', 0)],
    [
      ['A', lost],
      ['B', lost],
    ],
    0,
    'no-contact',
  ],
  ['a heartbeat from the future is no contact (I6)', [reading('A', 0)], [['A', ahead]], 0, 'no-contact'],
  [
    'a gateway that heard it two hours before the newest does not count',
    [reading('A', 0), reading('B', 2 * hourMs)],
    [
      ['A', lost],
      ['B', contact],
    ],
    0,
    'no-contact',
  ],
  [
    'one lost, one not known',
    [reading('A', 0), reading('B', 0)],
    [
      ['A', lost],
      ['B', unknown],
    ],
    0,
    'not-known',
  ],
  ['a gateway that nobody listed', [reading('A', 0)], [], 0, 'not-known'],
  ['never asked about', [reading('A', 0)], [['A', contact]], null, 'not-known'],
  [
    'asked about a day ago, or so it seems after a jump of our clock',
    [reading('A', 0)],
    [['A', contact]],
    dayMs,
    'not-known',
  ],
  [
    'asked about a day ago, and who heard it last is lost now (I6)',
    [reading('A', 0)],
    [['A', lost]],
    dayMs,
    'no-contact',
  ],
  ['asked about tomorrow, and who heard it last is lost (I6)', [reading('A', 0)], [['A', lost]], -dayMs, 'no-contact'],
  ['asked about tomorrow', [reading('A', 0)], [['A', contact]], -dayMs, 'not-known'],
  ['no gateway hears it', [reading('A', 0, null)], [['A', contact]], 0, 'not-heard'],
  ['never heard', [], [['A', contact]], 0, 'not-heard'],
  ['heard two days ago by a gateway that stands', [reading('A', 2 * dayMs)], [['A', contact]], 0, 'not-heard'],
  ['heard two days ago by a gateway that is lost since', [reading('A', 2 * dayMs)], [['A', lost]], 0, 'no-contact'],
])('reach: %s', (_, readings, contacts, sinceMs, reach) => {
  expect(lockReach(readings, new Map(contacts), sinceMs)).toBe(reach)
})

const contacts = fc.constantFrom(contact, lost, ahead, unknown)
const someReadings = fc.array(
  fc.tuple(
    fc.constantFrom('A', 'B', 'C', 'D'),
    fc.integer({ min: 0, max: 3 * dayMs }),
    fc.integer({ min: -110, max: 0 }),
  ),
  { maxLength: 4 },
)

test('I6: never reachable when every gateway that lately heard the lock has no contact', () => {
  fc.assert(
    fc.property(someReadings, fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), contacts), (heard, held) => {
      const readings = heard.map(([name, agoMs, dbm]) => reading(name, agoMs, dbm))
      const map = new Map(Object.entries(held))
      const lately = lateReadings(readings)
      const reach = lockReach(readings, map, 0)
      const stands = lately.some(({ gatewayName }) => map.get(gatewayName)?.kind === 'in-contact')
      if (reach === 'reachable') expect(stands).toBe(true)
      if (reach === 'no-contact') expect(stands).toBe(false)
    }),
  )
})

test('a door is out of reach since the last of its gateways was lost', () => {
  const later: GatewayContact = { kind: 'no-contact', sinceAt: serverTimeAt - minuteMs }
  const readings = [reading('A', 0), reading('B', 0)]
  expect(
    unreachableSince(
      readings,
      new Map([
        ['A', lost],
        ['B', later],
      ]),
    ),
  ).toBe(serverTimeAt - minuteMs)
  expect(
    unreachableSince(
      readings,
      new Map<string, GatewayContact>([
        ['A', lost],
        ['B', ahead],
      ]),
    ),
  ).toBeNull()
})

test('the age of a hearing is the Lock Server’s own difference and the time since it said so', () => {
  expect(heardAgeMs(reading('A', 30_000), serverTimeAt + 5_000)).toBe(35_000)
  expect(heardAgeMs(reading('A', 30_000), serverTimeAt - dayMs)).toBe(30_000)
  expect(heardAgeMs(reading('A', null), serverTimeAt)).toBeNull()
})

test('doors stand in the order in which people count them', () => {
  const labels = ['Spa', '1004', '101a', '99', 'Äußeres Tor', '101', 'MJ000204', '0100', 'bar']
  const sorted = [...labels].sort((a, b) => (naturalSortKey(a) < naturalSortKey(b) ? -1 : 1))
  expect(sorted).toEqual(['99', '0100', '101', '101a', '1004', 'Äußeres Tor', 'bar', 'MJ000204', 'Spa'])
})

test.each([
  ['204', '2'],
  ['1204', '12'],
  ['204a', '2'],
  ['7', null],
  ['Suite 2', null],
])('room %s suggests floor %s', (room, floor) => {
  expect(floorOfRoom(room)).toBe(floor)
})

test('a door is called by its room, then its own name, then its lock', () => {
  expect(doorLabel({ room: '204', door: null, name: 'MJ1' })).toBe('204')
  expect(doorLabel({ room: null, door: 'Pool', name: 'MJ1' })).toBe('Pool')
  expect(doorLabel({ room: null, door: null, name: 'MJ1' })).toBe('MJ1')
})

const row = (label: string, changes: Partial<LockRow> = {}): LockRow => ({
  id: `lck_${label}`,
  name: `MJ${label}`,
  label,
  sortKey: naturalSortKey(label),
  floor: label.slice(0, 1),
  common: false,
  state: 'reachable',
  sinceAt: null,
  signalDbm: -70,
  gateway: 'GW1',
  gateways: 1,
  heardAgeMs: 1_000,
  ...changes,
})
const rows = [
  row('204', { state: 'no-contact', signalDbm: -90, heardAgeMs: 600_000 }),
  row('99'),
  row('101', { state: 'not-heard', signalDbm: null, gateway: null, heardAgeMs: null }),
]
const labels = (found: readonly LockRow[]) => found.map(({ label }) => label)

test('every column sorts both ways, equals by door, and never loses a row', () => {
  expect(labels(sortLocks(rows, 'label', false))).toEqual(['99', '101', '204'])
  expect(labels(sortLocks(rows, 'state', false))).toEqual(['204', '101', '99'])
  expect(labels(sortLocks(rows, 'signal', false))).toEqual(['101', '204', '99'])
  expect(labels(sortLocks(rows, 'heard', true))).toEqual(['101', '204', '99'])
  for (const sort of lockSorts) {
    for (const descending of [false, true]) expect(sortLocks(rows, sort, descending)).toHaveLength(3)
  }
})

test('the filter finds door, lock, gateway and the state in the words shown, all words at once', () => {
  const words = (state: string) => (state === 'no-contact' ? 'Cannot be reached' : 'Can be reached')
  expect(labels(filterLocks(rows, 'cannot', words))).toEqual(['204'])
  expect(labels(filterLocks(rows, 'mj 99', words))).toEqual(['99'])
  expect(labels(filterLocks(rows, 'gw1 reached', words))).toEqual(['204', '99'])
  expect(labels(filterLocks(rows, '  ', words))).toEqual(['204', '99', '101'])
})
