import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { mayDo, requirePermission } from '../access/require-permission'
import { instantFromDriver, instantToText } from '../db/columns'
import { auditEvents } from '../db/schema/audit'
import { locks } from '../db/schema/locks'
import { people, staffRoles } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import {
  type ActivityFilter,
  type ActivityPage,
  type ActivityPlace,
  type ActivityRow,
  type ActivityScope,
  type AuditEvent,
  activityPerPage,
  type ShownDetail,
  shownDetails,
} from './contract'
import { auditEventsOf, chainIdOf, type LastCheck, systemGroups } from './rules'

interface Row extends Record<string, unknown> {
  sequence: number | string
  id: Id<'auditEvent'>
  event: AuditEvent
  actor_kind: string
  actor_label: string
  lock_id: Id<'lock'> | null
  door_label: string | null
  reason: string | null
  details: Record<string, string | number | boolean | null>
  address: string | null
  property_id: Id<'property'> | null
  request_id: string
  place: number | string | null
  hash: string | null
  count: number
  instruction_id: Id<'instruction'> | null
  instruction_kind: string | null
  outcome: string | null
  status: number | null
}

/** How much of the activity the actor sees (product.md, roles). Throws `not-allowed`. */
export function activityScopeOf(ctx: DeskContext): ActivityScope {
  requirePermission(ctx, 'activity.see-own')
  if (mayDo(ctx, 'activity.see-all')) return 'all'
  return mayDo(ctx, 'activity.see-system') ? 'system' : 'own'
}

/**
 * The activity of the property, newest first, a page after `after`. Without guests' names and secrets: rows hold none, and
 * of a row's details only those that have words are given.
 */
export async function listActivity(
  ctx: DeskContext,
  asked: { filter?: ActivityFilter; after?: ActivityPlace | null; limit?: number } = {},
): Promise<ActivityPage> {
  const scope = activityScopeOf(ctx)
  const { filter = {}, after = null, limit = activityPerPage } = asked
  const lockIds = filter.door === undefined ? null : await findDoors(ctx, filter.door)
  const wanted =
    and(...filterConditions(filter, lockIds), placeCondition(after), scopeCondition(ctx, scope)) ?? sql`true`
  const newest = sql`order by e.at desc, e.sequence desc limit ${limit + 1}`
  const here = sql`(select * from audit_events e where e.property_id = ${ctx.property.id} and ${wanted} ${newest})`
  // What happens to the house belongs to no property: sign-ins of people who work here, and calls of strangers.
  const house = sql`(select * from audit_events e where e.property_id is null and ${ofThisHouse(ctx)} and ${wanted} ${newest})`
  const { rows } = await ctx.db.execute<Row>(sql`
    select e.sequence, e.id, e.at, e.event, e.actor_kind, e.actor_label, e.lock_id, e.door_label, e.reason, e.details, e.address,
      e.property_id, e.request_id, e.place, e.hash,
      coalesce(t.count, 1) as count, i.id as instruction_id,      i.kind as instruction_kind, i.outcome, i.status, i.intended_at, i.sending_at, i.outcome_at, i.pushed_at, i.settled_at,
      i.track_until_at
    from (${here} union all ${house} order by at desc, sequence desc limit ${limit + 1}) e
    left join audit_repeats t on t.event_id = e.id
    left join instructions i on i.id = e.instruction_id and i.property_id = e.property_id
    order by e.at desc, e.sequence desc`)
  const events = rows.slice(0, limit).map(rowOf)
  const last = events.at(-1)
  return { events, next: rows.length > limit && last ? { at: last.at, sequence: last.sequence } : null }
}

/** Whom the activity can be narrowed down to: who has a role here, by name; only for those who see more than their own. */
export async function listActivityPeople(ctx: DeskContext): Promise<{ id: Id<'person'>; name: string }[]> {
  if (activityScopeOf(ctx) === 'own') return []
  return ctx.db
    .selectDistinct({ id: people.id, name: people.name })
    .from(people)
    .innerJoin(staffRoles, eq(staffRoles.personId, people.id))
    .where(eq(staffRoles.propertyId, ctx.property.id))
    .orderBy(people.name, people.id)
}

/** When the chains were last looked through from here; null before the first time. */
export async function findLastCheck(ctx: DeskContext): Promise<LastCheck | null> {
  requirePermission(ctx, 'activity.see-all')
  const [row] = await ctx.db
    .select({ at: auditEvents.at, actorLabel: auditEvents.actorLabel, details: auditEvents.details })
    .from(auditEvents)
    .where(and(eq(auditEvents.propertyId, ctx.property.id), sql`${auditEvents.event} = 'activity.checked'`))
    .orderBy(desc(auditEvents.at))
    .limit(1)
  if (!row) return null
  const { outcome, count } = row.details
  return { at: row.at, actorLabel: row.actorLabel, whole: outcome === 'whole', rows: Number(count ?? 0) }
}

function scopeCondition(ctx: DeskContext, scope: ActivityScope): SQL | undefined {
  if (scope === 'all') return undefined
  const own = ctx.actor.kind === 'staff' ? sql`e.person_id = ${ctx.actor.personId}` : sql`false`
  if (scope === 'own') return own
  const events = [...auditEventsOf(systemGroups), 'callback.refused']
  return sql`(${own} or ${inArray(sql`e.event`, events)})`
}

function ofThisHouse(ctx: DeskContext): SQL {
  return sql`(e.person_id is null or exists (
    select 1 from staff_roles r where r.person_id = e.person_id and r.property_id = ${ctx.property.id}))`
}

function filterConditions(filter: ActivityFilter, lockIds: Id<'lock'>[] | null): (SQL | undefined)[] {
  const { who, group, fromAt, untilAt } = filter
  return [
    who?.personId === undefined ? undefined : sql`e.person_id = ${who.personId}`,
    who?.actorKind === undefined ? undefined : sql`e.actor_kind = ${who.actorKind}`,
    group === undefined ? undefined : inArray(sql`e.event`, auditEventsOf([group])),
    fromAt === undefined ? undefined : sql`e.at >= ${instantToText(fromAt)}::timestamptz`,
    untilAt === undefined ? undefined : sql`e.at < ${instantToText(untilAt)}::timestamptz`,
    lockIds === null ? undefined : lockIds.length === 0 ? sql`false` : inArray(sql`e.lock_id`, lockIds),
  ]
}

function placeCondition(after: ActivityPlace | null): SQL | undefined {
  if (after === null) return undefined
  return sql`(e.at, e.sequence) < (${instantToText(after.at)}::timestamptz, ${after.sequence}::bigint)`
}

/** A door as people write it: its room, its name or the lock's, whatever the case. */
export async function findDoors(ctx: DeskContext, text: string): Promise<Id<'lock'>[]> {
  const wanted = text.trim().toLowerCase()
  const rows = await ctx.db
    .select({ id: locks.id })
    .from(locks)
    .where(
      and(
        eq(locks.propertyId, ctx.property.id),
        sql`${wanted} in (lower(${locks.room}), lower(${locks.door}), lower(${locks.name}))`,
      ),
    )
    .limit(50)
  return rows.map(({ id }) => id)
}

const instantOrNull = (value: unknown): Instant | null => (value === null ? null : instantFromDriver(value))

function rowOf(row: Row): ActivityRow {
  const details: Partial<Record<ShownDetail | `${ShownDetail}Before`, string | number | boolean | null>> = {}
  for (const name of shownDetails) {
    const { [name]: value, [`${name}Before`]: before } = row.details
    if (value !== undefined) details[name] = value
    if (before !== undefined) details[`${name}Before`] = before
  }
  return {
    id: row.id,
    sequence: Number(row.sequence),
    at: instantFromDriver(row.at),
    event: row.event,
    actorKind: row.actor_kind,
    actorLabel: row.actor_label,
    lockId: row.lock_id,
    doorLabel: row.door_label,
    reason: row.reason,
    details,
    address: row.address,
    requestId: row.request_id,
    chainId: chainIdOf(row.property_id),
    place: row.place === null ? null : Number(row.place),
    hash: row.hash,
    count: row.count,
    instructionId: row.instruction_id,
    instruction:
      row.instruction_kind === null
        ? null
        : {
            kind: row.instruction_kind,
            outcome: row.outcome,
            status: row.status,
            intendedAt: instantFromDriver(row.intended_at),
            sendingAt: instantOrNull(row.sending_at),
            outcomeAt: instantOrNull(row.outcome_at),
            pushedAt: instantOrNull(row.pushed_at),
            settledAt: instantOrNull(row.settled_at),
            trackUntilAt: instantOrNull(row.track_until_at),
          },
  }
}
