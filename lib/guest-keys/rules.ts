import type { Outcome } from '../instructions/contract'
import { hourMs, type Instant } from '../time/clock'
import type { GuestKeyState } from './contract'

/** Where a mobile key stands at `now`; `guestKeyStateSql` says the same in SQL. */
export function guestKeyState(
  key: { startsAt: Instant; endsAt: Instant; lostAt: Instant | null; outcome: Outcome | null },
  now: Instant,
): GuestKeyState {
  if (key.outcome === null) return 'sending'
  if (key.outcome === 'not-sent' || key.outcome === 'rejected') return 'failed'
  if (key.lostAt !== null) return 'lost'
  if (key.outcome === 'unknown') return now < key.endsAt + hourMs ? 'no-answer' : 'ended'
  if (now >= key.endsAt) return 'ended'
  return now < key.startsAt ? 'scheduled' : 'works-now'
}
