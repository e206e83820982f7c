import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { guestToldSql, seesGuestSql } from '../access/guest-names'
import { isRole, type Role, roles } from '../access/permissions'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import type { Id } from '../ids/ids'
import { getDoor } from '../locks/queries'
import { maskPhone } from '../stays/rules'
import type { Instant } from '../time/clock'
import type { DoorOpenersThen, KeyOpener, PersonOpener } from './contract'

interface KeyRow extends Record<string, unknown> {
  kind: KeyOpener['kind']
  id: string
  certainty: KeyOpener['certainty']
  guest_name: string | null
  one_time: boolean
  actor_label: string | null
}

interface StaffRow extends Record<string, unknown> {
  id: Id<'person'>
  name: string
  roles: string[]
  disabled: boolean
}

interface EventRow extends Record<string, unknown> {
  subject_id: Id<'person'>
  event: string
  here: boolean
  before: string | null
}

/**
 * Who could open the door at a moment, as the ledger has it: live codes and keys, codes that may be on the door, and
 * staff with the right to unlock. For a moment of the past roles are read back from the activity. Throws `not-found`.
 */
export async function listOpeners(ctx: DeskContext, lockId: Id<'lock'>, at: Instant): Promise<DoorOpenersThen> {
  requirePermission(ctx, 'activity.see-all')
  const door = await getDoor(ctx, lockId)
  const [keys, staff, known] = [
    await listKeysThen(ctx, lockId, at),
    await listStaffThen(ctx, at),
    await readKnown(ctx, lockId, at),
  ]
  const people: PersonOpener[] = staff.flatMap(({ id, name, roles }) => {
    const may = rolesThatUnlock(roles, door.common, known.housekeepingUnlocks)
    return may.length === 0 ? [] : [{ id, name, roles: may }]
  })
  return { at, label: door.label, common: door.common, keys, people, unknown: known.unknown }
}

/** product.md, Roles: a room that may be occupied is opened by front desk and managers; a common door by more. */
export function rolesThatUnlock(held: readonly Role[], common: boolean, housekeepingUnlocks: boolean): Role[] {
  const may: Role[] = common
    ? ['front-desk', 'maintenance', 'manager', ...(housekeepingUnlocks ? (['housekeeping'] as const) : [])]
    : ['front-desk', 'manager']
  // In the order of the role table, whenever each was given.
  return roles.filter((role) => may.includes(role) && held.includes(role))
}

/** One statement; what is not known to have failed, ended or gone by then is listed. */
async function listKeysThen(ctx: DeskContext, lockId: Id<'lock'>, at: Instant): Promise<KeyOpener[]> {
  const then = sql`${new Date(at).toISOString()}::timestamptz`
  // Guests' names of any time are a manager's to see; log readers get pseudonyms.
  const told = guestToldSql(ctx, sql`g.ends_at`)
  const answered = sql`(case when s.outcome_at <= ${then} then s.outcome end)`
  const { rows } = await ctx.db.execute<KeyRow>(sql`
    select 'code' as kind, p.id, p.starts_at, p.ends_at, p.one_time, s.actor_label, ${told.guestName} as guest_name,
      case when ${answered} = 'unknown' then 'unknown'
        when p.cancel_wanted_at <= ${then} then 'cancel-unconfirmed'
        when s.status = 1 and s.settled_at <= ${then} then 'confirmed' else 'unconfirmed' end as certainty
    from passcodes p join instructions s on s.id = p.set_instruction_id left join stays g on g.id = p.stay_id
    where p.property_id = ${ctx.property.id} and p.lock_id = ${lockId} and p.starts_at <= ${then} and p.ends_at > ${then}
      and s.intended_at <= ${then} and (s.outcome is null or s.outcome in ('accepted', 'unknown'))
      and (s.status is null or s.status not in (2, 4)) and (p.lost_at is null or p.lost_at > ${then})
      and (s.outcome is distinct from 'unknown' or p.closed_at is null or p.closed_at > ${then})
      and not exists (select 1 from passcode_cancels c join instructions i on i.id = c.instruction_id
        where c.passcode_id = p.id and i.status = 1 and i.settled_at <= ${then})
    union all
    select 'mobile-key', q.id, q.starts_at, q.ends_at, false, s.actor_label, ${told.guestName} as guest_name,
      case when ${answered} = 'accepted' then 'confirmed' else 'unknown' end
    from guest_keys q join instructions s on s.id = q.instruction_id left join stays g on g.id = q.stay_id
    where q.property_id = ${ctx.property.id} and q.lock_id = ${lockId} and q.starts_at <= ${then} and q.ends_at > ${then}
      and s.intended_at <= ${then} and (s.outcome is null or s.outcome in ('accepted', 'unknown'))
      and (q.lost_at is null or q.lost_at > ${then})
    union all
    select 'shared-key', h.id, h.starts_at, h.ends_at, false, null, case when ${seesGuestSql(ctx, sql`h.ends_at`)} then h.receiver_phone end, 'confirmed'
    from shared_keys h
    where h.property_id = ${ctx.property.id} and h.lock_id = ${lockId} and h.decision = 'accepted'
      and h.received_at <= ${then} and h.starts_at <= ${then} and h.ends_at > ${then}
    union all
    select k.kind || '-key', k.id, k.created_at, null, false, s.actor_label, null,
      case when ${answered} = 'accepted' then 'confirmed' else 'unknown' end
    from permanent_keys k join instructions s on s.id = k.instruction_id
    where k.property_id = ${ctx.property.id} and k.lock_id = ${lockId} and k.created_at <= ${then}
      and (s.outcome is null or s.outcome in ('accepted', 'unknown')) and (k.lost_at is null or k.lost_at > ${then})
    order by ends_at desc nulls first, id limit 500`)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    certainty: row.certainty,
    oneTime: row.one_time,
    guestName: row.kind === 'shared-key' && row.guest_name !== null ? maskPhone(row.guest_name) : row.guest_name,
    actorLabel: row.actor_label,
    startsAt: instantFromDriver(row.starts_at),
    endsAt: row.ends_at === null ? null : instantFromDriver(row.ends_at),
  }))
}

/** Roles as they stand now, with every change since taken back, newest first. */
async function listStaffThen(
  ctx: DeskContext,
  at: Instant,
): Promise<{ id: Id<'person'>; name: string; roles: Role[] }[]> {
  const then = sql`${new Date(at).toISOString()}::timestamptz`
  const changes = sql`('person.added', 'person.roles-changed', 'person.disabled', 'person.enabled')`
  const { rows: events } = await ctx.db.execute<EventRow>(sql`
    select subject_id, event, coalesce(property_id = ${ctx.property.id}, false) as here, details->>'before' as before
    from audit_events where event in ${changes} and at > ${then} and subject_id is not null
    order by at desc, sequence desc`)
  const { rows: staff } = await ctx.db.execute<StaffRow>(sql`
    select p.id, p.name, p.disabled_at is not null as disabled,
      coalesce((select jsonb_agg(r.role) from staff_roles r where r.person_id = p.id and r.property_id = ${ctx.property.id}), '[]'::jsonb) as roles
    from people p where exists (select 1 from staff_roles r where r.person_id = p.id and r.property_id = ${ctx.property.id})
      or exists (select 1 from audit_events e where e.subject_id = p.id and e.property_id = ${ctx.property.id}
        and e.event in ${changes} and e.at > ${then})
    order by p.name, p.id`)
  return staff.flatMap(({ id, name, roles, disabled }) => {
    let held = roles.filter(isRole)
    let off = disabled
    for (const { subject_id, event, here, before } of events) {
      if (subject_id !== id) continue
      if (event === 'person.disabled') off = false
      else if (event === 'person.enabled') off = true
      else if (here && event === 'person.added') held = []
      else if (here && event === 'person.roles-changed') held = (before ?? '').split(' · ').filter(isRole)
    }
    return off || held.length === 0 ? [] : [{ id, name, roles: held }]
  })
}

/** What cannot be said of that moment, and whether housekeeping might unlock common doors then. */
async function readKnown(ctx: DeskContext, lockId: Id<'lock'>, at: Instant) {
  const then = sql`${new Date(at).toISOString()}::timestamptz`
  const { rows } = await ctx.db.execute<{
    no_property: boolean
    no_lock: boolean
    cut: boolean
    housekeeping: boolean | null
  }>(sql`
    select pr.created_at > ${then} as no_property, l.created_at > ${then} as no_lock,
      exists (select 1 from audit_chains c where c.id = pr.id and c.cut_place > 0 and not exists (
        select 1 from audit_events e where e.property_id = pr.id and e.at <= ${then})) as cut,
      (select (e.details->>'housekeepingUnlocksBefore')::boolean from audit_events e
        where e.property_id = pr.id and e.event = 'property.changed' and e.at > ${then}
          and jsonb_exists(e.details, 'housekeepingUnlocksBefore')
        order by e.at, e.sequence limit 1) as housekeeping
    from properties pr join locks l on l.property_id = pr.id and l.id = ${lockId} where pr.id = ${ctx.property.id}`)
  const [row] = rows
  const unknown: DoorOpenersThen['unknown'] = [
    ...(at > ctx.now ? (['future'] as const) : []),
    ...(row?.no_property || row?.no_lock ? (['before-keydesk'] as const) : []),
    ...(row?.cut ? (['roles-removed'] as const) : []),
  ]
  return { unknown, housekeepingUnlocks: row?.housekeeping ?? ctx.property.housekeepingUnlocks }
}
