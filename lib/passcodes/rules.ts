import { hourMs, type Instant } from '../time/clock'
import type { PasscodeFacts, PasscodeState } from './contract'

/** A possible unknown code is listed that long after its window (I4). */
export const unaccountedForMs = hourMs
/** Rule 3: another is asked for at most three times. */
export const lastAttempt = 4

/** Where a code stands at `now`. `passcodeStateSql` says the same in SQL; a property test holds both together. */
export function passcodeState(facts: PasscodeFacts, now: Instant): PasscodeState {
  const { set, cancels } = facts
  if (set.outcome === null) return 'sending'
  if (set.outcome === 'not-sent' || set.outcome === 'rejected') return 'failed'
  if (set.outcome === 'unknown') {
    if (facts.closedAt !== null) return 'closed'
    if (facts.lostAt !== null) return 'lost'
    return now < facts.endsAt + unaccountedForMs ? 'no-answer' : 'ended'
  }
  if (set.status === 2 || set.status === 4) return 'failed'
  if (cancels.confirmedAt !== null) return 'cancelled'
  if (facts.lostAt !== null) return 'lost'
  if (now >= facts.endsAt) return facts.cancelWantedAt !== null ? 'ended-unconfirmed' : 'ended'
  if (facts.cancelWantedAt !== null) {
    return cancels.open || cancels.tries === 0 || set.status !== 1 ? 'cancelling' : 'cancel-failed'
  }
  if (set.status === 1) return now < facts.startsAt ? 'on-door' : 'works-now'
  return 'waiting-door'
}

/** Whether a door may open for it now or later in its window: what rule 7 warns of and what makes a room occupied. */
export const mayOpen = (state: PasscodeState): boolean =>
  ['sending', 'waiting-door', 'on-door', 'works-now', 'cancelling', 'cancel-failed', 'no-answer'].includes(state)

/** Rule 3: two or fewer distinct digits, a run up or down, two alternating digits, the vendor's sample. */
export function isWeak(digits: string): boolean {
  if (digits === '123456' || new Set(digits).size <= 2) return true
  const steps = [...digits].slice(1).map((digit, at) => Number(digit) - Number(digits[at]))
  return steps.every((step) => step === 1) || steps.every((step) => step === -1)
}

/** The pause before the next cancel of the same code is asked for, in ms: cancels may be sent again (I8). */
export function cancelPauseMs(tries: number): number {
  return tries === 0 ? 0 : Math.min(30_000 * 2 ** (tries - 1), 900_000)
}
