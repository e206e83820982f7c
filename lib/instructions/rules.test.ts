import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InstructionFacts, instructionKinds } from './contract'
import { isDoneWhenAccepted, isLateUnlock, isSettled, phaseOf, pollDelayMs } from './rules'

const now = 1_780_000_000_000
const when = fc.option(fc.integer({ min: now - 900_000, max: now + 900_000 }), { nil: null })
const anyFacts = fc.record({
  kind: fc.constantFrom(...instructionKinds),
  intendedAt: fc.integer({ min: now - 900_000, max: now }),
  sendingAt: when,
  outcomeAt: when,
  outcome: fc.constantFrom(null, 'not-sent', 'rejected', 'accepted', 'unknown'),
  status: fc.constantFrom(null, 1, 2, 3, 4, 5),
  pushedAt: when,
  settledAt: when,
  trackUntilAt: when,
}) as fc.Arbitrary<InstructionFacts>

describe('where an instruction stands', () => {
  test('done needs the Lock Server to have accepted it and the door to have confirmed it', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (phaseOf(facts, now) !== 'done') return
        expect(facts.outcome).toBe('accepted')
        expect(isDoneWhenAccepted(facts.kind) || facts.status === 1).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  test('an unknown outcome is no answer whatever else the row holds', () => {
    fc.assert(fc.property(anyFacts, (facts) => phaseOf({ ...facts, outcome: 'unknown' }, now) === 'no-answer'))
  })

  test('waiting at 3 or 5 stays waiting until tracking ends, then unconfirmed (I5)', () => {
    const facts: InstructionFacts = {
      kind: 'set-code',
      intendedAt: now,
      sendingAt: now,
      outcomeAt: now,
      outcome: 'accepted',
      status: 5,
      pushedAt: now,
      settledAt: null,
      trackUntilAt: now + 1_000,
    }
    expect(phaseOf(facts, now)).toBe('waiting-door')
    expect(phaseOf({ ...facts, status: 3 }, now)).toBe('waiting-push')
    expect(phaseOf(facts, now + 1_000)).toBe('unconfirmed')
    expect(isSettled(facts, now)).toBe(false)
    expect(isSettled(facts, now + 1_000)).toBe(true)
  })

  test('an unlock is late only past 60 s and only when it did unlock (I7)', () => {
    const facts = { kind: 'unlock', status: 1, intendedAt: now, settledAt: now + 60_001 } as InstructionFacts
    expect(isLateUnlock(facts)).toBe(true)
    expect(isLateUnlock({ ...facts, settledAt: now + 60_000 })).toBe(false)
    expect(isLateUnlock({ ...facts, status: 2 })).toBe(false)
    expect(isLateUnlock({ ...facts, kind: 'set-code' })).toBe(false)
  })
})

test('a three-second instruction costs at most 14 questions, wherever it is pushed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_000 }), (pushedMs) => {
      let at = 0
      let questions = 0
      let seenPushed: number | null = null
      while (at < 3_000) {
        at += pollDelayMs(seenPushed === null ? 3 : 5, at, seenPushed === null ? null : at - seenPushed)
        questions++
        if (seenPushed === null && at >= pushedMs) seenPushed = at
      }
      expect(questions).toBeLessThanOrEqual(14)
    }),
  )
})

test('the questions thin out: half a second, five seconds, a minute', () => {
  expect(pollDelayMs(3, 1_000, null)).toBe(250)
  expect(pollDelayMs(3, 10_000, null)).toBe(500)
  expect(pollDelayMs(5, 20_000, 10_000)).toBe(500)
  expect(pollDelayMs(5, 31_000, 10_000)).toBe(5_000)
  expect(pollDelayMs(5, 601_000, 10_000)).toBe(60_000)
})
