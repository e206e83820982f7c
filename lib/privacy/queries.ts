import { desc, eq, type SQL, sql } from 'drizzle-orm'
import type { DeskContext, HouseContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { privacyRuns } from '../db/schema/privacy'
import { properties } from '../db/schema/properties'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { keyMayOpenSql } from '../guest-keys/state-sql'
import type { Id } from '../ids/ids'
import { cancelsSql, mayOpenSql } from '../passcodes/state-sql'
import { maskPhone } from '../stays/rules'
import type { Instant } from '../time/clock'
import { type GuestRecord, guestRecordsShown, type PrivacyLimits, type PrivacyRun } from './contract'
import { guestSearchInput } from './input'

/** The property's limits, and when what had its time was removed last; null before the first time. */
export async function getPrivacy(ctx: DeskContext): Promise<{ limits: PrivacyLimits; lastRun: PrivacyRun | null }> {
  requirePermission(ctx, 'settings.see')
  const { keepGuestNamesDays, keepDigitsHours, keepAnswersDays, keepSignInsDays, keepActivityMonths } = properties
  const [limits] = await ctx.db
    .select({ keepGuestNamesDays, keepDigitsHours, keepAnswersDays, keepSignInsDays, keepActivityMonths })
    .from(properties)
    .where(eq(properties.id, ctx.property.id))
  if (!limits) throw new DeskError('not-found')
  const [lastRun] = await ctx.db
    .select({ at: privacyRuns.at, removed: privacyRuns.removed })
    .from(privacyRuns)
    .where(eq(privacyRuns.propertyId, ctx.property.id))
    .orderBy(desc(privacyRuns.at))
    .limit(1)
  return { limits, lastRun: lastRun ?? null }
}

/** When each property (null: the house) was last gone through; for the job. */
export async function listLastRuns(ctx: HouseContext): Promise<Map<Id<'property'> | null, Instant>> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute<{ property_id: Id<'property'> | null; at: unknown }>(
    sql`select property_id, max(at) as at from privacy_runs group by property_id`,
  )
  return new Map(rows.map((row) => [row.property_id, instantFromDriver(row.at)]))
}

interface Row extends Record<string, unknown> {
  id: GuestRecord['id']
  kind: GuestRecord['kind']
  guest_name: string | null
  booking_number: string | null
  receiver_phone: string | null
  door_label: string
  live: number
}

/**
 * Stays by a part of the guest's name or booking number, and keys from other systems by the whole telephone number; newest
 * first, erased ones left out. One name may be several people: who exports or erases picks.
 */
export async function findGuestRecords(ctx: DeskContext, text: string): Promise<GuestRecord[]> {
  requirePermission(ctx, 'guest.find')
  const { text: wanted } = parseInput(guestSearchInput, { text })
  if (wanted.length < 2) return []
  const pattern = `%${wanted.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const digits = wanted.replace(/\D/g, '')
  const phone = digits.length >= 6 ? sql`regexp_replace(h.receiver_phone, '\\D', '', 'g') = ${digits}` : sql`false`
  return selectRecords(ctx, sql`g.guest_name ilike ${pattern} or g.booking_number ilike ${pattern}`, phone)
}

/** Those of the named ones that the property has and that are not erased yet. */
export async function listGuestRecords(ctx: DeskContext, ids: readonly string[]): Promise<GuestRecord[]> {
  requirePermission(ctx, 'guest.find')
  const asked = sql`any(${sql.param([...ids])}::text[])`
  return selectRecords(ctx, sql`g.id = ${asked}`, sql`h.id = ${asked}`)
}

async function selectRecords(ctx: DeskContext, stay: SQL, shared: SQL): Promise<GuestRecord[]> {
  const { rows } = await ctx.db.execute<Row>(sql`
    select * from (
      select g.id, 'stay' as kind, g.guest_name, g.booking_number, null as receiver_phone, g.room_label as door_label,
        g.starts_at, g.ends_at,
        (select count(*) from passcodes p join instructions s on s.id = p.set_instruction_id ${cancelsSql(ctx.now)}
          where p.stay_id = g.id and ${mayOpenSql(ctx.now)})::int
        + (select count(*) from guest_keys q join instructions s on s.id = q.instruction_id
          where q.stay_id = g.id and ${keyMayOpenSql(ctx.now)})::int as live
      from stays g
      where g.property_id = ${ctx.property.id} and g.erased_at is null and (${stay})
      union all
      select h.id, 'shared-key', null, null, h.receiver_phone, coalesce(l.room, l.door, h.lock_name, ''), h.starts_at, h.ends_at,
        case when h.decision = 'accepted' and h.ends_at > ${new Date(ctx.now).toISOString()}::timestamptz then 1 else 0 end
      from shared_keys h left join locks l on l.id = h.lock_id
      where h.property_id = ${ctx.property.id} and h.erased_at is null and (${shared})) found
    order by ends_at desc, id
    limit ${guestRecordsShown}`)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    guestName: row.guest_name,
    bookingNumber: row.booking_number,
    receiver: row.receiver_phone === null ? null : maskPhone(row.receiver_phone),
    doorLabel: row.door_label,
    startsAt: instantFromDriver(row.starts_at),
    endsAt: instantFromDriver(row.ends_at),
    live: row.live,
  }))
}
