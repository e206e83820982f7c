import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type InstructionFacts, instructionKinds, type VendorStatus } from '@/lib/instructions/contract'
import { isDoneWhenAccepted, phaseOf } from '@/lib/instructions/rules'
import { timelineOf } from './timeline-of'

const at = 1_000_000_000_000

const facts = (more: Partial<InstructionFacts> = {}): InstructionFacts => ({
  kind: 'unlock',
  intendedAt: at,
  sendingAt: at + 20,
  outcomeAt: at + 320,
  outcome: 'accepted',
  status: 5,
  pushedAt: at + 1_000,
  settledAt: null,
  trackUntilAt: at + 600_000,
  ...more,
})

const told = (more: Partial<InstructionFacts>, afterMs: number) =>
  timelineOf(facts(more), at + afterMs).steps.map(({ key, word, state, elapsedMs }) => [key, word, state, elapsedMs])

const nothing = { sendingAt: null, outcomeAt: null, outcome: null, status: null, pushedAt: null, trackUntilAt: null }

describe('the timeline of an instruction', () => {
  it('says what is waited for, and how long already: its turn, the answer, the door', () => {
    expect(told(nothing, 2_000)).toEqual([
      ['turn', 'turn', 'current', 2_000],
      ['send', 'later', 'waiting', undefined],
      ['end', 'later', 'waiting', undefined],
    ])
    expect(told({ ...nothing, sendingAt: at + 20 }, 220)).toEqual([
      ['send', 'sending', 'current', 200],
      ['end', 'later', 'waiting', undefined],
    ])
    expect(told({ status: 3, pushedAt: null }, 4_320)).toEqual([
      ['send', 'sent', 'done', 300],
      ['wait', 'passing', 'current', 4_000],
      ['end', 'later', 'waiting', undefined],
    ])
    expect(told({}, 4_320)).toContainEqual(['wait', 'door', 'current', 4_000])
  })

  it('keeps a wait for the turn that was worth noticing', () => {
    expect(told({ sendingAt: at + 3_000, outcomeAt: at + 3_200 }, 4_000)[0]).toEqual([
      'turn',
      'turnOver',
      'done',
      3_000,
    ])
  })

  it('says done only when the lock reported it, with the moment', () => {
    const view = timelineOf(facts({ status: 1, settledAt: at + 5_320 }), at + 60_000)
    expect(view).toMatchObject({ phase: 'done', tone: 'ok', doneAt: at + 5_320, late: false, changesInMs: null })
    expect(view.steps.map(({ word }) => word)).toEqual(['sent', 'answered', 'done'])
  })

  it('tells an unlock over 60 s after the press as late (I7)', () => {
    expect(timelineOf(facts({ status: 1, settledAt: at + 60_001 }), at + 61_000)).toMatchObject({
      late: true,
      tone: 'attention',
    })
    expect(timelineOf(facts({ status: 1, settledAt: at + 60_000 }), at + 61_000).late).toBe(false)
  })

  it.each([
    ['unlock', 30_000],
    ['set-code', 300_000],
    ['cancel-code', 300_000],
  ] as const)('warns when %s waits at 3 or 5 for %d ms, and not a moment earlier (I5)', (kind, afterMs) => {
    const waiting = facts({ kind, trackUntilAt: at + 86_400_000 })
    expect(timelineOf(waiting, at + afterMs - 1)).toMatchObject({ slow: false, tone: 'busy', changesInMs: 1 })
    expect(timelineOf(waiting, at + afterMs)).toMatchObject({ slow: true, tone: 'attention' })
  })

  it('a lost answer is not known, a refusal and what was not sent are failures, each without a door step', () => {
    expect(told({ outcome: 'unknown', status: null }, 20_000)).toEqual([['send', 'noAnswer', 'unknown', 300]])
    expect(told({ outcome: 'rejected', status: null }, 20_000)).toEqual([['send', 'refused', 'failed', 300]])
    expect(told({ ...nothing, outcome: 'not-sent', outcomeAt: at + 30_000 }, 31_000)).toEqual([
      ['send', 'notSent', 'failed', 30_000],
    ])
  })

  it('2 and 4 are failures; the end of following is not known', () => {
    expect(told({ status: 2, settledAt: at + 1_320 }, 2_000).at(-1)).toEqual(['end', 'failed', 'failed', undefined])
    expect(told({ status: 4, settledAt: at + 1_320 }, 2_000).at(-1)).toEqual(['end', 'notPushed', 'failed', 1_000])
    expect(told({}, 600_000).at(-1)).toEqual(['end', 'unconfirmed', 'unknown', 599_680])
  })

  it('a mobile key is done with its answer: no door is waited for', () => {
    expect(told({ kind: 'guest-key', status: null, settledAt: at + 320 }, 1_000)).toEqual([
      ['send', 'sent', 'done', 300],
      ['end', 'done', 'done', undefined],
    ])
  })

  it('whatever the row: never done or ok without status 1, at most one current step, no negative time', () => {
    const moment = fc.integer({ min: at - 100_000, max: at + 1_000_000 })
    const rows = fc.record({
      kind: fc.constantFrom(...instructionKinds),
      intendedAt: moment,
      sendingAt: fc.option(moment),
      outcomeAt: fc.option(moment),
      outcome: fc.option(fc.constantFrom('not-sent', 'rejected', 'accepted', 'unknown') as fc.Arbitrary<'accepted'>),
      status: fc.option(fc.constantFrom(1, 2, 3, 4, 5) as fc.Arbitrary<VendorStatus>),
      pushedAt: fc.option(moment),
      settledAt: fc.option(moment),
      trackUntilAt: fc.option(moment),
    })
    fc.assert(
      fc.property(rows, moment, (row, now) => {
        const view = timelineOf(row, now)
        const confirmed = row.outcome === 'accepted' && (row.status === 1 || isDoneWhenAccepted(row.kind))
        expect(view.steps.some(({ word }) => word === 'done' || word === 'late')).toBe(confirmed)
        if (view.tone === 'ok') expect(confirmed).toBe(true)
        const current = view.steps.filter(({ state }) => state === 'current')
        expect(current).toHaveLength(view.tone === 'busy' || view.slow ? 1 : 0)
        for (const { elapsedMs = 0 } of view.steps) expect(elapsedMs).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is the same until the moment it names, and another from then on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700_000 }), fc.nat(700_000), (afterMs, untilMs) => {
        const row = facts({ trackUntilAt: at + untilMs })
        const view = timelineOf(row, at + afterMs)
        if (view.changesInMs === null) return
        const shape = (ms: number) => {
          const { slow } = timelineOf(row, at + ms)
          return `${phaseOf(row, at + ms)} ${slow}`
        }
        expect(shape(afterMs + view.changesInMs - 1)).toBe(shape(afterMs))
        expect(shape(afterMs + view.changesInMs)).not.toBe(shape(afterMs))
      }),
    )
  })
})
