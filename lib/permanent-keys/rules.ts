import { type Instant, minuteMs } from '../time/clock'
import type { PermanentKeyFacts, PermanentKeyState } from './contract'

/** Where a permanent or admin key stands at `now`. Nothing but the lock's own end ends one. */
export function permanentKeyState(key: PermanentKeyFacts, now: Instant): PermanentKeyState {
  const { outcome, outcomeAt, shownAt, lostAt } = key
  if (outcome === 'not-sent' || outcome === 'rejected') return 'failed'
  if (lostAt !== null) return 'lost'
  if (outcome === null) return 'sending'
  if (outcome === 'unknown') return 'no-answer'
  if (shownAt !== null) return 'shown'
  return now < (outcomeAt ?? 0) + minuteMs ? 'to-show' : 'not-shown'
}

/** Whether the lock may open for it: one that nobody saw was made all the same. */
export const mayOpen = (state: PermanentKeyState): boolean => state !== 'failed' && state !== 'lost'
