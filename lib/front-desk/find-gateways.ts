import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import type { Id } from '../ids/ids'

/** Gateways whose name holds what was typed, at most five; from two signs on. */
export async function findGateways(ctx: DeskContext, text: string): Promise<{ id: Id<'gateway'>; name: string }[]> {
  requirePermission(ctx, 'gateway.see')
  const wanted = text.replaceAll('\0', '').trim().slice(0, 100)
  if (wanted.length < 2) return []
  const literal = wanted.replace(/[\\%_]/g, (sign) => `\\${sign}`)
  const { rows } = await ctx.db.execute<{ id: Id<'gateway'>; name: string }>(sql`
    select id, name from gateways
    where property_id = ${ctx.property.id} and name ilike ${`%${literal}%`}
    order by gone_at is not null, name
    limit 5`)
  return rows
}
