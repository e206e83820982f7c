import { type SQL, sql } from 'drizzle-orm'
import type { Instant } from '../time/clock'
import { unaccountedForMs } from './rules'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/** `passcodeState` in SQL, over the aliases p (passcodes), s (its set instruction) and k (`cancelsSql`). */
export const passcodeStateSql = (now: Instant): SQL<string> => sql`case
  when s.outcome is null then 'sending'
  when s.outcome in ('not-sent', 'rejected') then 'failed'
  when s.outcome = 'unknown' then case
    when p.closed_at is not null then 'closed'
    when p.lost_at is not null then 'lost'
    when p.ends_at > ${at(now - unaccountedForMs)} then 'no-answer'
    else 'ended' end
  when s.status in (2, 4) then 'failed'
  when k.confirmed_at is not null then 'cancelled'
  when p.lost_at is not null then 'lost'
  when p.ends_at <= ${at(now)} then case when p.cancel_wanted_at is not null then 'ended-unconfirmed' else 'ended' end
  when p.cancel_wanted_at is not null then case
    when k.open or k.tries = 0 or s.status is distinct from 1 then 'cancelling'
    else 'cancel-failed' end
  when s.status = 1 then case when p.starts_at > ${at(now)} then 'on-door' else 'works-now' end
  else 'waiting-door' end`

/** All cancels of passcode p taken together, as lateral table k. */
export const cancelsSql = (now: Instant): SQL => sql`left join lateral (
  select max(i.settled_at) filter (where i.status = 1) as confirmed_at,
    coalesce(bool_or(i.outcome is null or (i.outcome = 'accepted' and i.settled_at is null and i.track_until_at > ${at(now)})), false) as open,
    count(i.id)::int as tries,
    max(i.intended_at) as last_at,
    (array_agg(i.id order by i.intended_at desc))[1] as last_id
  from passcode_cancels c join instructions i on i.id = c.instruction_id
  where c.passcode_id = p.id) k on true`

/** The states in which a door may still open for a code, as `mayOpen` says. */
export const mayOpenSql = (now: Instant): SQL<boolean> =>
  sql`(${passcodeStateSql(now)}) in ('sending', 'waiting-door', 'on-door', 'works-now', 'cancelling', 'cancel-failed', 'no-answer')`
