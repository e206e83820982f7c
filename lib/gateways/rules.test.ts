import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayMs } from '../time/clock'
import { type AgedReading, aheadMs, gatewayContact, hasNoContact, heartbeatAgeMs } from './rules'

const heartbeatMs = 60_000
const sampledAt = Date.UTC(2026, 5, 10, 12)
const at = (ageMs: number | null, sinceSampleMs = 0) =>
  gatewayContact(
    { lastHeartbeatAt: sampledAt - (ageMs ?? 0), ageMs, sampledAt, goneAt: null },
    heartbeatMs,
    sinceSampleMs,
  )

test.each([
  [0, { kind: 'in-contact' }],
  [119_999, { kind: 'in-contact' }],
  [120_000, { kind: 'delayed', missed: 2 }],
  [299_999, { kind: 'delayed', missed: 4 }],
  [300_000, { kind: 'no-contact', sinceAt: sampledAt - 300_000 }],
  [-aheadMs, { kind: 'in-contact' }],
  [-aheadMs - 1, { kind: 'not-known', why: 'heartbeat-ahead', sinceAt: sampledAt }],
])('R21: a heartbeat that is %d ms old at the sample means %j', (ageMs, contact) => {
  expect(at(ageMs)).toEqual(contact)
})

test('I6: a heartbeat over two minutes ahead, and a gateway that is no longer listed, count as no contact for unlocks', () => {
  expect(hasNoContact(at(-aheadMs - 1))).toBe(true)
  const gone = gatewayContact({ lastHeartbeatAt: 1, ageMs: 0, sampledAt, goneAt: sampledAt }, heartbeatMs, 0)
  expect(hasNoContact(gone)).toBe(true)
  expect(hasNoContact(at(0, 10 * 60_000))).toBe(false)
})

test('a sample that was never taken or has grown old is not known, never an outage and never contact', () => {
  const never = gatewayContact({ lastHeartbeatAt: null, ageMs: null, sampledAt: null, goneAt: null }, heartbeatMs, 0)
  expect(never).toEqual({ kind: 'not-known', why: 'never-sampled', sinceAt: null })
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 * dayMs }),
      fc.oneof(fc.integer({ min: 5 * 60_000 + 1, max: 10 * dayMs }), fc.integer({ min: -10 * dayMs, max: -1 })),
      fc.integer({ min: 1_000, max: 3_600_000 }),
      (ageMs, sinceSampleMs, period) => {
        const sample = { lastHeartbeatAt: sampledAt - ageMs, ageMs, sampledAt, goneAt: null }
        expect(gatewayContact(sample, period, sinceSampleMs)).toMatchObject({ kind: 'not-known', why: 'sample-old' })
      },
    ),
  )
})

test('while the Lock Server does not answer, a gateway that was in contact is not known; an outage that it told stays one', () => {
  const told = (ageMs: number, askedInVainAt: number | null) =>
    gatewayContact(
      { lastHeartbeatAt: sampledAt - ageMs, ageMs, sampledAt, goneAt: null, askedInVainAt },
      heartbeatMs,
      30_000,
    )
  const notKnown = { kind: 'not-known', why: 'sample-old', sinceAt: sampledAt }
  expect(told(0, sampledAt + 20_000)).toEqual(notKnown)
  expect(told(150_000, sampledAt + 20_000)).toEqual(notKnown)
  expect(told(300_000, sampledAt + 20_000)).toMatchObject({ kind: 'no-contact' })
  expect(told(0, sampledAt - 1)).toEqual({ kind: 'in-contact' })
  expect(told(0, null)).toEqual({ kind: 'in-contact' })
})

interface Step {
  /** Time that passes, in ms. */
  passMs: number
  beats: boolean
  /** The Lock Server's clock is set by that much, before the sample. */
  jumpMs: number
}

const steps = fc.array(
  fc.record({
    passMs: fc.integer({ min: 1_000, max: 90_000 }),
    beats: fc.boolean(),
    jumpMs: fc.oneof(
      { weight: 8, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constant(dayMs) },
      { weight: 1, arbitrary: fc.constant(-dayMs) },
    ),
  }),
  { minLength: 1, maxLength: 40 },
)

/** A gateway that beats midway through a step or not at all; samples at the end of each. */
function* live(history: readonly Step[]) {
  let trueMs = 0
  let serverAheadMs = 0
  let beatTrueMs = 0
  let stamp = sampledAt
  let before: AgedReading | null = null
  for (const { passMs, beats, jumpMs } of history) {
    if (beats) {
      beatTrueMs = trueMs + Math.floor(passMs / 2)
      stamp = sampledAt + beatTrueMs + serverAheadMs
    }
    trueMs += passMs
    serverAheadMs += jumpMs
    const reading = { heartbeatAt: stamp, serverAt: sampledAt + trueMs + serverAheadMs, monotonicMs: trueMs }
    const first: boolean = before === null
    before = { ...reading, ageMs: heartbeatAgeMs(reading, before) }
    yield { ageMs: before.ageMs, trueAgeMs: trueMs - beatTrueMs, first, jumped: jumpMs !== 0 }
  }
}

test('I12: whenever the Lock Server’s clock is set by a day, no contact and no outage is claimed that is not so', () => {
  fc.assert(
    fc.property(steps, (history) => {
      let spoiled = false
      for (const { ageMs, trueAgeMs, first, jumped } of live(history)) {
        // A clock that was set before the first sample cannot be told from a gateway that fell silent then.
        if (first && jumped) spoiled = true
        if (spoiled) return
        const contact = gatewayContact({ lastHeartbeatAt: 1, ageMs, sampledAt, goneAt: null }, 15_000, 0)
        if (trueAgeMs >= 75_000 && ageMs !== null) {
          const known = contact.kind === 'no-contact' || trueAgeMs - ageMs <= 90_000
          expect(known).toBe(true)
        }
        if (trueAgeMs < 75_000) expect(contact.kind).not.toBe('no-contact')
      }
    }),
    { numRuns: 2_000 },
  )
})

test('without a jump the age is the true one, to the millisecond', () => {
  fc.assert(
    fc.property(steps, (history) => {
      for (const { ageMs, trueAgeMs } of live(history.map((step) => ({ ...step, jumpMs: 0 })))) {
        expect(ageMs).toBe(trueAgeMs)
      }
    }),
  )
})

test('a heartbeat from the future stays one until the gateway beats again', () => {
  const first = { heartbeatAt: 3_600_000, serverAt: 0, monotonicMs: 0 }
  const before = { ...first, ageMs: heartbeatAgeMs(first, null) }
  const later = { heartbeatAt: 3_600_000, serverAt: 3_600_000, monotonicMs: 3_600_000 }
  expect(heartbeatAgeMs(later, before)).toBe(-aheadMs - 1)
})
