import type { InstructionFacts, InstructionKind, Phase } from '@/lib/instructions/contract'
import { isDoneWhenAccepted, isLateUnlock, phaseOf, slowAfterMs } from '@/lib/instructions/rules'
import { type Instant, secondMs } from '@/lib/time/clock'

export type StepKey = 'turn' | 'send' | 'wait' | 'end'
/** As the kit's timeline draws them: waiting = its turn has not come; unknown = it is not known whether it happened. */
export type StepState = 'done' | 'current' | 'waiting' | 'failed' | 'unknown'

/** What a step says; the words are `instructions.steps.<word>`. */
export type StepWord =
  | 'turn'
  | 'turnOver'
  | 'sending'
  | 'sent'
  | 'notSent'
  | 'refused'
  | 'noAnswer'
  | 'passing'
  | 'door'
  | 'answered'
  | 'later'
  | 'done'
  | 'late'
  | 'failed'
  | 'notPushed'
  | 'unconfirmed'

export interface Step {
  key: StepKey
  word: StepWord
  state: StepState
  /** How long it took, or has taken at `now`, in ms. */
  elapsedMs?: number
}

export type TimelineTone = 'busy' | 'ok' | 'attention' | 'problem'

/** One request as a person follows it. */
export interface TimelineView {
  kind: InstructionKind
  phase: Phase
  tone: TimelineTone
  steps: Step[]
  /** When it was done: "unlocked 14:02:11"; null before. */
  doneAt: Instant | null
  /** I7: it did unlock, but so long after the press that somebody must go and look. */
  late: boolean
  /** I5: it waits longer than such things do. */
  slow: boolean
  /** After so many ms this view is another one without any news; null = it stays. */
  changesInMs: number | null
}

/** Waits for a turn shorter than this are not worth a line. */
const shownTurnMs = secondMs

/** The steps of an instruction at `now` (the server's time), in the words of product.md. */
export function timelineOf(facts: InstructionFacts, now: Instant): TimelineView {
  const phase = phaseOf(facts, now)
  const late = isLateUnlock(facts)
  const slow = isWaiting(phase) && now - facts.intendedAt >= slowAfterMs(facts.kind)
  return {
    kind: facts.kind,
    phase,
    tone: toneOf(phase, late, slow),
    steps: [...turnStep(facts, phase, now), sendStep(facts, phase, now), ...doorSteps(facts, phase, late, now)],
    doneAt: phase === 'done' ? facts.settledAt : null,
    late,
    slow,
    changesInMs: changesInMs(facts, phase, slow, now),
  }
}

const isWaiting = (phase: Phase): boolean =>
  phase === 'accepted' || phase === 'waiting-push' || phase === 'waiting-door'

function toneOf(phase: Phase, late: boolean, slow: boolean): TimelineTone {
  if (phase === 'done') return late ? 'attention' : 'ok'
  if (phase === 'no-answer' || phase === 'unconfirmed') return 'attention'
  if (phase === 'waiting-turn' || phase === 'sending' || isWaiting(phase)) return slow ? 'attention' : 'busy'
  return 'problem'
}

const since = (from: Instant, to: Instant): number => Math.max(0, to - from)

/** Commands to one lock go one after the other (R20): that wait is told as what it is (I3). */
function turnStep(facts: InstructionFacts, phase: Phase, now: Instant): Step[] {
  if (phase === 'waiting-turn')
    return [{ key: 'turn', word: 'turn', state: 'current', elapsedMs: since(facts.intendedAt, now) }]
  if (facts.sendingAt === null) return []
  const waitedMs = since(facts.intendedAt, facts.sendingAt)
  return waitedMs < shownTurnMs ? [] : [{ key: 'turn', word: 'turnOver', state: 'done', elapsedMs: waitedMs }]
}

function sendStep(facts: InstructionFacts, phase: Phase, now: Instant): Step {
  const key = 'send'
  const begunAt = facts.sendingAt ?? facts.intendedAt
  const elapsedMs = since(begunAt, facts.outcomeAt ?? now)
  switch (phase) {
    case 'waiting-turn':
      return { key, word: 'later', state: 'waiting' }
    case 'sending':
      return { key, word: 'sending', state: 'current', elapsedMs }
    case 'not-sent':
      return { key, word: 'notSent', state: 'failed', elapsedMs: since(facts.intendedAt, facts.outcomeAt ?? now) }
    case 'rejected':
      return { key, word: 'refused', state: 'failed', elapsedMs }
    case 'no-answer':
      return { key, word: 'noAnswer', state: 'unknown', elapsedMs }
    default:
      return { key, word: 'sent', state: 'done', elapsedMs }
  }
}

/** What the door does with it. A key has no door to ask (2.2.2–2.2.4): accepted is all there is. */
function doorSteps(facts: InstructionFacts, phase: Phase, late: boolean, now: Instant): Step[] {
  const begunAt = facts.outcomeAt ?? facts.intendedAt
  const waited = (until: Instant | null): Step => ({
    key: 'wait',
    word: 'answered',
    state: 'done',
    elapsedMs: since(begunAt, until ?? now),
  })
  const asks = !isDoneWhenAccepted(facts.kind)
  switch (phase) {
    case 'waiting-turn':
    case 'sending':
      return [{ key: 'end', word: 'later', state: 'waiting' }]
    case 'not-sent':
    case 'rejected':
    case 'no-answer':
      return []
    case 'accepted':
    case 'waiting-push':
    case 'waiting-door':
      return [
        {
          key: 'wait',
          word: phase === 'waiting-door' ? 'door' : 'passing',
          state: 'current',
          elapsedMs: since(begunAt, now),
        },
        { key: 'end', word: 'later', state: 'waiting' },
      ]
    case 'done':
      return [...(asks ? [waited(facts.settledAt)] : []), { key: 'end', word: late ? 'late' : 'done', state: 'done' }]
    case 'failed':
      return [waited(facts.settledAt), { key: 'end', word: 'failed', state: 'failed' }]
    case 'not-pushed':
      return [{ key: 'end', word: 'notPushed', state: 'failed', elapsedMs: since(begunAt, facts.settledAt ?? now) }]
    case 'unconfirmed':
      return [
        { key: 'end', word: 'unconfirmed', state: 'unknown', elapsedMs: since(begunAt, facts.trackUntilAt ?? now) },
      ]
  }
}

function changesInMs(facts: InstructionFacts, phase: Phase, slow: boolean, now: Instant): number | null {
  if (!isWaiting(phase)) return null
  const edges = [facts.trackUntilAt, slow ? null : facts.intendedAt + slowAfterMs(facts.kind)]
  const ahead = edges.flatMap((at) => (at !== null && at > now ? [at - now] : []))
  return ahead.length === 0 ? null : Math.min(...ahead)
}
