import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { Instant } from '../time/clock'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/** Regular work of Keydesk itself: the codes of at most `limit` keys from other systems that have ended. Returns how many. */
export async function eraseSharedKeyCodes(ctx: DeskContext, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update shared_keys set key_code_sealed = null
    where id in (
      select id from shared_keys
      where property_id = ${ctx.property.id} and key_code_sealed is not null and ends_at <= ${at(ctx.now)}
      limit ${limit})
    returning id`)
  return rows.length
}

/** The same for whom keys that ended before `beforeAt` came from and were for, and what the desk noted. */
export async function eraseSharedKeys(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update shared_keys set owner_id = null, receiver_phone = null, room_name = null, note = null, erased_at = ${at(ctx.now)}
    where id in (
      select id from shared_keys
      where property_id = ${ctx.property.id} and ends_at < ${at(beforeAt)}
        and coalesce(owner_id, receiver_phone, room_name, note) is not null
      limit ${limit})
    returning id`)
  return rows.length
}
