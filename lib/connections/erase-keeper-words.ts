import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { Instant } from '../time/clock'

/** Regular work of Keydesk itself: the Lock Server's own words about at most `limit` accounts answered before `beforeAt`. */
export async function eraseKeeperWords(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const at = (instant: Instant) => sql`${new Date(instant).toISOString()}::timestamptz`
  const { rows } = await ctx.db.execute(sql`
    update keeper_accounts set vendor_message = null, message_erased_at = ${at(ctx.now)}
    where id in (
      select id from keeper_accounts
      where property_id = ${ctx.property.id} and vendor_message is not null and outcome_at < ${at(beforeAt)}
      limit ${limit})
    returning id`)
  return rows.length
}
