import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayMs } from '../time/clock'
import type { OfferedKey } from './contract'
import { decideKey, decideTogether, type KnownDoor, readCallbackPath, type SharingPolicy } from './rules'

const now = Date.UTC(2026, 5, 10, 12)
const key = (change: Partial<OfferedKey> = {}): OfferedKey => ({
  keyCode: 'abc',
  lockName: 'MJ000204',
  roomName: null,
  startsAt: now,
  endsAt: now + dayMs,
  ...change,
})
const known: SharingPolicy = { policy: 'accept-known', days: 7 }

test.each<[string, SharingPolicy, Partial<OfferedKey>, KnownDoor, string, string]>([
  ['refuse all', { policy: 'refuse', days: 7 }, {}, 'here', 'refused', 'everything-refused'],
  ['accept all', { policy: 'accept', days: 7 }, { lockName: null }, 'unknown', 'accepted', 'everything-accepted'],
  ['accept all, reversed', { policy: 'accept', days: 7 }, { endsAt: now }, 'here', 'refused', 'window-reversed'],
  ['known', known, {}, 'here', 'accepted', 'known-door'],
  ['known, to the last ms', known, { endsAt: now + 7 * dayMs }, 'here', 'accepted', 'known-door'],
  ['known, 1 ms too far', known, { endsAt: now + 7 * dayMs + 1 }, 'here', 'refused', 'too-far-ahead'],
  ['unknown', known, {}, 'unknown', 'refused', 'unknown-door'],
  ['vanished', known, {}, 'gone', 'refused', 'door-gone'],
  ['no name', known, { lockName: null }, 'unknown', 'refused', 'no-door-named'],
  ['ended', known, { startsAt: now - dayMs, endsAt: now }, 'here', 'refused', 'window-ended'],
])('the policy decides a key and says why: %s', (_, policy, change, door, decision, reason) => {
  const decided = decideKey(policy, key(change), door, now)
  expect(decided).toEqual({ decision, reason })
})

const anyKey = fc.record({
  keyCode: fc.string(),
  lockName: fc.option(fc.string()),
  roomName: fc.constant(null),
  startsAt: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  endsAt: fc.integer({ min: 0, max: 253_402_300_799_999 }),
})
const anyDoor = fc.constantFrom<KnownDoor>('here', 'gone', 'unknown')

test('while everything is refused no key is ever approved, and a reversed window never is', () => {
  fc.assert(
    fc.property(anyKey, anyDoor, fc.integer({ min: 1, max: 366 }), (offered, door, days) => {
      expect(decideKey({ policy: 'refuse', days }, offered, door, now).decision).toBe('refused')
      if (offered.endsAt > offered.startsAt) return
      for (const policy of ['accept-known', 'accept'] as const)
        expect(decideKey({ policy, days }, offered, door, now).decision).toBe('refused')
    }),
  )
})

test('several keys are approved together or not at all, whatever each alone would be', () => {
  const one = fc.constantFrom(
    { decision: 'accepted', reason: 'known-door' } as const,
    { decision: 'refused', reason: 'unknown-door' } as const,
  )
  fc.assert(
    fc.property(fc.array(one, { minLength: 1 }), fc.boolean(), (alone, knownRefused) => {
      const decided = decideTogether(alone, knownRefused)
      expect(new Set(decided.map(({ decision }) => decision)).size).toBe(1)
      const all = !knownRefused && alone.every(({ decision }) => decision === 'accepted')
      expect(decided[0]?.decision).toBe(all ? 'accepted' : 'refused')
      expect(decided).toHaveLength(alone.length)
    }),
  )
})

const lockPath = ['ilocks', 'api', 'apps', 'v1', 'locks', 'MJ000204', 'guestKey']

test.each([
  [[], { slug: null, part: null, lockName: null }],
  [['ilocks'], { slug: null, part: null, lockName: null }],
  [lockPath, { slug: null, part: null, lockName: 'MJ000204' }],
  [['aurora'], { slug: 'aurora', part: null, lockName: null }],
  [['aurora', ''], { slug: 'aurora', part: null, lockName: null }],
  [['aurora', 'p4rt'], { slug: 'aurora', part: 'p4rt', lockName: null }],
  [['aurora', ...lockPath], { slug: 'aurora', part: null, lockName: 'MJ000204' }],
  [['aurora', 'p4rt', ...lockPath], { slug: 'aurora', part: 'p4rt', lockName: 'MJ000204' }],
  [['aurora', 'p4rt', 'more'], null],
  [['aurora', 'ilocks'], null],
  [['ilocks', 'api'], null],
  [[...lockPath, 'more'], null],
  [[...lockPath.slice(0, 6), 'other'], null],
  [['ilocks', 'api', 'apps', 'v2', 'locks', 'MJ000204', 'guestKey'], null],
])('the callback answers at its own address and at the two bare ones, each also below ours: %j', (segments, place) => {
  expect(readCallbackPath(segments)).toEqual(place)
})

test('no path makes the reading of it fail', () => {
  const segment = fc.oneof(fc.string(), fc.constantFrom(...lockPath, 'aurora'))
  fc.assert(fc.property(fc.array(segment), (segments) => void readCallbackPath(segments)))
})
