import { sql } from 'drizzle-orm'
import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { guestToldSql } from '../access/guest-names'
import { rolesThatMay } from '../access/permissions'
import { mayDo, requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { guestKeyStateSql } from '../guest-keys/state-sql'
import { lateUnlockMs, slowAfterMs } from '../instructions/rules'
import { doorLabelSql } from '../locks/lock-rows'
import { cancelsSql, passcodeStateSql } from '../passcodes/state-sql'
import { dayMs, type Instant } from '../time/clock'
import type { ToDoItem } from './contract'

interface Row extends Record<string, unknown> {
  what: ToDoItem['what']
  kind: ToDoItem['kind']
  subject_id: string
  instruction_id: ToDoItem['instructionId']
  lock_id: ToDoItem['lockId']
  door_label: string
  guest_name: string | null
  actor_label: string | null
}

/** What waits for a person (issue text, Desk): urgent kinds first, then the longest waiting; one statement. Doors go by their names of today. */
export async function listToDo(ctx: DeskContext, limit = 100): Promise<ToDoItem[]> {
  requirePermission(ctx, 'passcode.see')
  const at = (instant: Instant) => sql`${new Date(instant).toISOString()}::timestamptz`
  const since = at(ctx.now - dayMs)
  const reader = personIdOf(ctx.actor)
  const told = guestToldSql(ctx, sql`g.ends_at`)
  const { rows } = await ctx.db.execute<Row>(sql`
    with codes as (
      select p.id, p.lock_id, p.ends_at, p.unfit, p.used_anyway_at, p.created_at, p.cancel_wanted_at, ${doorLabelSql} as door_label,
        s.id as set_id, s.dismissed_at, s.intended_at, k.last_id, ${told.guestName} as guest_name, ${passcodeStateSql(ctx.now)} as state,
        exists (select 1 from passcodes n where n.instead_of_id = p.id) as replaced
      from passcodes p join instructions s on s.id = p.set_instruction_id join locks l on l.id = p.lock_id left join stays g on g.id = p.stay_id
      ${cancelsSql(ctx.now)}
      where p.property_id = ${ctx.property.id} and p.ends_at > ${since}),
    unlocks as (
      select i.id, i.lock_id, i.intended_at, i.dismissed_at, ${doorLabelSql} as door_label, case
        when i.status = 1 and i.settled_at > i.intended_at + ${`${lateUnlockMs} milliseconds`}::interval then 'late-unlock'
        when i.outcome = 'unknown' then 'no-answer'
        when i.outcome in ('not-sent', 'rejected') or i.status in (2, 4) then 'failed'
        when i.settled_at is null and i.track_until_at <= ${at(ctx.now)} then 'unconfirmed'
        when i.settled_at is null and i.intended_at < ${at(ctx.now - slowAfterMs('unlock'))} then 'waiting' end as what
      from instructions i join locks l on l.id = i.lock_id
      where i.property_id = ${ctx.property.id} and i.kind = 'unlock' and i.dismissed_at is null
        and i.intended_at > case when i.status = 1 then ${at(ctx.now - 2 * dayMs)} else ${since} end)
    select * from (
      select case
          when state = 'no-answer' then 'unknown-code'
          when state in ('cancelling', 'cancel-failed') then 'cancel-unconfirmed'
          when state = 'failed' then 'failed'
          when unfit is not null and used_anyway_at is null and not replaced and cancel_wanted_at is null then 'unfit'
          when state in ('sending', 'waiting-door') then 'waiting' end as what,
        'code' as kind, id as subject_id, case when state in ('cancelling', 'cancel-failed') then coalesce(last_id, set_id) else set_id end as instruction_id,
        lock_id, door_label, guest_name, null as actor_label, intended_at as since, ends_at, dismissed_at
      from codes
      where state in ('sending', 'waiting-door', 'failed', 'cancelling', 'cancel-failed', 'no-answer')
        or (unfit is not null and used_anyway_at is null and not replaced and cancel_wanted_at is null and state in ('on-door', 'works-now'))
      union all
      select case when s.outcome is null then 'waiting' when s.outcome = 'unknown' then 'no-answer' else 'failed' end,
        'mobile-key', q.id, s.id, q.lock_id, ${doorLabelSql}, ${told.guestName}, null, s.intended_at, q.ends_at, s.dismissed_at
      from guest_keys q join instructions s on s.id = q.instruction_id join locks l on l.id = q.lock_id join stays g on g.id = q.stay_id
      where q.property_id = ${ctx.property.id} and q.ends_at > ${since}
        and (${guestKeyStateSql(ctx.now)}) in ('sending', 'failed', 'no-answer')
      union all
      select case when s.outcome is null then 'waiting' when s.outcome = 'unknown' then 'no-answer' else 'failed' end,
        'permanent-key', q.id, s.id, q.lock_id, ${doorLabelSql}, null, null, s.intended_at, null, s.dismissed_at
      from permanent_keys q join instructions s on s.id = q.instruction_id join locks l on l.id = q.lock_id
      where q.property_id = ${ctx.property.id} and q.lost_at is null and s.outcome is distinct from 'accepted'
        and (s.outcome is distinct from 'rejected' and s.outcome is distinct from 'not-sent' or s.intended_at > ${since})
      union all
      select what, 'unlock', id, id, lock_id, door_label, null, null, intended_at, null, dismissed_at from unlocks where what is not null
      union all
      select case when i.person_id = ${reader} or not exists (
            select 1 from people w join staff_roles r on r.person_id = w.id and r.property_id = i.property_id
            where w.id = i.person_id and w.disabled_at is null and r.role = any(${sql.param(rolesThatMay('unlock.emergency'))}::text[]))
          then 'explain-entry' else 'entry-unexplained' end,
        'unlock', i.id, i.id, i.lock_id, ${doorLabelSql}, null, i.actor_label, i.intended_at, null, null
      from instructions i join locks l on l.id = i.lock_id
      where i.property_id = ${ctx.property.id} and i.emergency and i.reason is null
        and (i.person_id = ${reader} or ${mayDo(ctx, 'notice.see')})) todo
    where what is not null and (what in ('unknown-code', 'cancel-unconfirmed', 'waiting') or dismissed_at is null)
    order by array_position(array['late-unlock', 'explain-entry', 'entry-unexplained', 'no-answer', 'unconfirmed', 'unknown-code', 'cancel-unconfirmed', 'failed', 'unfit', 'waiting'], what), since
    limit ${limit}`)
  return rows.map((row) => ({
    what: row.what,
    kind: row.kind,
    subjectId: row.subject_id,
    instructionId: row.instruction_id,
    lockId: row.lock_id,
    doorLabel: row.door_label,
    guestName: row.guest_name,
    actorLabel: row.actor_label,
    since: instantFromDriver(row.since),
    endsAt: row.ends_at == null ? null : instantFromDriver(row.ends_at),
  }))
}
