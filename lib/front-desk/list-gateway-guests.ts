import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { guestToldSql } from '../access/guest-names'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { listGateways } from '../gateways/queries'
import type { Id } from '../ids/ids'
import { listHearing } from '../locks/queries'
import type { GatewayGuest } from './contract'
import { guestsSoonSql, hasContact } from './list-gateway-rows'

interface Row extends Record<string, unknown> {
  lock_id: Id<'lock'>
  label: string
  guest: string | null
  ends_at: unknown
}

/** Whom `guests` of a gateway's row counts, by door; names and pseudonyms only for who may see them. */
export async function listGatewayGuests(ctx: DeskContext, gatewayName: string): Promise<GatewayGuest[]> {
  requirePermission(ctx, 'gateway.see')
  const contacts = new Map((await listGateways(ctx)).map(({ name, contact }) => [name, contact]))
  const behind = (await listHearing(ctx)).filter(
    ({ heardBy }) =>
      heardBy.includes(gatewayName) &&
      !heardBy.some((other) => other !== gatewayName && hasContact(contacts.get(other))),
  )
  if (behind.length === 0) return []
  const ids = behind.map(({ lockId }) => lockId)
  const told = guestToldSql(ctx, sql`g.ends_at`)
  const { rows } = await ctx.db.execute<Row>(sql`
    select * from (
      select distinct on (g.lock_id, coalesce(g.guest_name, g.booking_number, g.id)) g.lock_id, g.ends_at, l.sort_key,
        coalesce(l.room, l.door, l.name) as label,
        coalesce(${told.guestName}, ${told.bookingNumber}) as guest
      from stays g join locks l on l.id = g.lock_id
      where g.property_id = ${ctx.property.id} and ${guestsSoonSql(ctx)} and g.lock_id = any(${sql.param(ids)}::text[])
      order by g.lock_id, coalesce(g.guest_name, g.booking_number, g.id), g.ends_at desc) told
    order by sort_key, label, ends_at
    limit 500`)
  return rows.map((row) => ({
    lockId: row.lock_id,
    doorLabel: row.label,
    guestName: row.guest,
    endsAt: instantFromDriver(row.ends_at),
  }))
}
