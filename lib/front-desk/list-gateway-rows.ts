import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import type { GatewayBurden, GatewayContact, GatewayRow } from '../gateways/contract'
import { listGateways } from '../gateways/queries'
import type { Id } from '../ids/ids'
import type { LockRow } from '../locks/contract'
import { listHearing } from '../locks/queries'
import { dayMs } from '../time/clock'

interface DoorLoad extends Record<string, unknown> {
  lock_id: Id<'lock'>
  codes: number
  cancels: number
  guests: number
}

/** Every gateway with what hangs on it; counts only, so that no guest's name is needed. */
export async function listGatewayRows(ctx: DeskContext): Promise<GatewayRow[]> {
  requirePermission(ctx, 'gateway.see')
  const gateways = await listGateways(ctx)
  const hearing = await listHearing(ctx)
  const loads = new Map((await listDoorLoads(ctx)).map((load) => [load.lock_id, load]))
  const contacts = new Map(gateways.map(({ name, contact }) => [name, contact]))
  const burdens = new Map<string, GatewayBurden>()
  for (const { lockId, heardBy } of hearing) {
    for (const name of heardBy) {
      const burden = burdens.get(name) ?? noBurden()
      burdens.set(name, burden)
      const others = heardBy.filter((other) => other !== name)
      burden.hears += 1
      if (others.length === 0) burden.onlyIt += 1
      if (others.some((other) => hasContact(contacts.get(other)))) continue
      const load = loads.get(lockId)
      burden.codesWaiting += load?.codes ?? 0
      burden.cancelsWaiting += load?.cancels ?? 0
      burden.guests += load?.guests ?? 0
    }
  }
  return gateways.map((gateway) => ({ ...gateway, ...(burdens.get(gateway.name) ?? noBurden()) }))
}

/** The locks that a gateway lately heard, with how it hears them, worst state first within their order. */
export async function listGatewayLocks(ctx: DeskContext, gatewayName: string): Promise<LockRow[]> {
  requirePermission(ctx, 'gateway.see')
  return (await listHearing(ctx)).flatMap(({ heardBy, row }) => (heardBy.includes(gatewayName) ? [row] : []))
}

const noBurden = (): GatewayBurden => ({ hears: 0, onlyIt: 0, codesWaiting: 0, cancelsWaiting: 0, guests: 0 })

/** Whether something gets through it. */
export const hasContact = (contact: GatewayContact | undefined): boolean =>
  contact?.kind === 'in-contact' || contact?.kind === 'delayed'

/** Stays, as g, that are on or begin within a day. */
export const guestsSoonSql = ({ now }: DeskContext): SQL<boolean> =>
  sql`g.ends_at > ${new Date(now).toISOString()}::timestamptz and g.starts_at < ${new Date(now + dayMs).toISOString()}::timestamptz`

/** What waits for each door, and whose key is or will be for it; one statement, doors with nothing are left out. */
async function listDoorLoads(ctx: DeskContext): Promise<DoorLoad[]> {
  const at = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`
  const { rows } = await ctx.db.execute<DoorLoad>(sql`
    select lock_id, sum(codes)::int as codes, sum(cancels)::int as cancels, sum(guests)::int as guests from (
      select lock_id, count(*) filter (where kind = 'set-code') as codes,
        count(*) filter (where kind = 'cancel-code') as cancels, 0 as guests
      from instructions
      where property_id = ${ctx.property.id} and outcome = 'accepted' and settled_at is null
        and track_until_at > ${at(ctx.now)} and kind in ('set-code', 'cancel-code')
      group by lock_id
      union all
      select lock_id, 0, 0, count(distinct coalesce(guest_name, booking_number, id)) from stays g
      where g.property_id = ${ctx.property.id} and ${guestsSoonSql(ctx)}
      group by lock_id) per_door
    group by lock_id`)
  return rows
}
