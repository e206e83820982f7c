import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PasscodeFacts } from './contract'
import { cancelPauseMs, isWeak, mayOpen, passcodeState } from './rules'

const now = Date.parse('2026-06-10T12:00:00Z')
const hour = 3_600_000
const facts = (change: Partial<PasscodeFacts> = {}): PasscodeFacts => ({
  startsAt: now - hour,
  endsAt: now + hour,
  cancelWantedAt: null,
  closedAt: null,
  lostAt: null,
  set: { outcome: 'accepted', status: 1 },
  cancels: { confirmedAt: null, open: false, tries: 0, lastAt: null },
  ...change,
})
const when = fc.option(fc.integer({ min: now - 5 * hour, max: now + 5 * hour }), { nil: null })
const anyFacts: fc.Arbitrary<PasscodeFacts> = fc.record({
  startsAt: fc.integer({ min: now - 5 * hour, max: now + 5 * hour }),
  endsAt: fc.integer({ min: now - 5 * hour, max: now + 5 * hour }),
  cancelWantedAt: when,
  closedAt: when,
  lostAt: when,
  set: fc.record({
    outcome: fc.constantFrom(null, 'not-sent', 'rejected', 'accepted', 'unknown'),
    status: fc.constantFrom(null, 1, 2, 3, 4, 5),
  }) as fc.Arbitrary<PasscodeFacts['set']>,
  cancels: fc.record({ confirmedAt: when, open: fc.boolean(), tries: fc.integer({ min: 0, max: 5 }), lastAt: when }),
})

describe('the state of a code', () => {
  test('works now only if the door confirmed it and nobody wants it gone', () => {
    fc.assert(
      fc.property(anyFacts, (code) => {
        const state = passcodeState(code, now)
        if (state === 'works-now' || state === 'on-door') {
          expect(code.set).toEqual({ outcome: 'accepted', status: 1 })
          expect(code.cancelWantedAt).toBeNull()
          expect(code.endsAt).toBeGreaterThan(now)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test('cancelled only if the door confirmed the cancel; a failed cancel still opens (I8)', () => {
    fc.assert(
      fc.property(anyFacts, (code) => {
        if (passcodeState(code, now) === 'cancelled') expect(code.cancels.confirmedAt).not.toBeNull()
      }),
      { numRuns: 3_000 },
    )
    const failed = passcodeState(
      facts({ cancelWantedAt: now, cancels: { confirmedAt: null, open: false, tries: 2, lastAt: now } }),
      now,
    )
    expect(failed).toBe('cancel-failed')
    expect(mayOpen(failed)).toBe(true)
  })

  test('a lost answer is a possible unknown code until an hour past its window (I4)', () => {
    const lost = facts({ set: { outcome: 'unknown', status: null } })
    expect(passcodeState(lost, now)).toBe('no-answer')
    expect(passcodeState(lost, lost.endsAt + hour - 1)).toBe('no-answer')
    expect(passcodeState(lost, lost.endsAt + hour)).toBe('ended')
  })

  test('a status of 3 or 5 is never shown as usable (I5), 2 or 4 as failed (I8)', () => {
    for (const status of [null, 3, 5] as const)
      expect(passcodeState(facts({ set: { outcome: 'accepted', status } }), now)).toBe('waiting-door')
    for (const status of [2, 4] as const)
      expect(passcodeState(facts({ set: { outcome: 'accepted', status } }), now)).toBe('failed')
  })

  test('ended by time with a cancel that the door never confirmed says so', () => {
    expect(passcodeState(facts({ endsAt: now, cancelWantedAt: now - hour }), now)).toBe('ended-unconfirmed')
  })
})

describe('weak digits (rule 3)', () => {
  test('the listed kinds are weak', () => {
    for (const digits of ['111111', '121212', '112211', '123456', '234567', '654321', '000001', '9876', '787878'])
      expect(isWeak(digits)).toBe(true)
  })
  test('ordinary digits are not', () => {
    for (const digits of ['482917', '135790', '123457', '112233', '908172']) expect(isWeak(digits)).toBe(false)
  })
})

test('cancels are asked for again with growing pauses, at most a quarter of an hour apart', () => {
  expect([1, 2, 3, 9].map(cancelPauseMs)).toEqual([30_000, 60_000, 120_000, 900_000])
})
