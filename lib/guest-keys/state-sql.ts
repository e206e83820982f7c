import { type SQL, sql } from 'drizzle-orm'
import { hourMs, type Instant } from '../time/clock'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/** `guestKeyState` in SQL, over the aliases q (guest_keys) and s (its instruction). */
export const guestKeyStateSql = (now: Instant): SQL<string> => sql`case
  when s.outcome is null then 'sending'
  when s.outcome in ('not-sent', 'rejected') then 'failed'
  when q.lost_at is not null then 'lost'
  when s.outcome = 'unknown' then case when q.ends_at > ${at(now - hourMs)} then 'no-answer' else 'ended' end
  when q.ends_at <= ${at(now)} then 'ended'
  when q.starts_at > ${at(now)} then 'scheduled'
  else 'works-now' end`

/** The states in which the door may open for a key, now or later in its window (rule 7). */
export const keyMayOpenSql = (now: Instant): SQL<boolean> =>
  sql`(${guestKeyStateSql(now)}) in ('sending', 'scheduled', 'works-now', 'no-answer')`
