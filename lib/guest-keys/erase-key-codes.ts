import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { Instant } from '../time/clock'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/** Regular work of Keydesk itself: the codes of at most `limit` mobile keys that have ended. Returns how many. */
export async function eraseKeyCodes(ctx: DeskContext, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update instructions set answer_sealed = null, answer_print = null, answer_erased_at = ${at(ctx.now)}
    where id in (
      select s.id from instructions s join guest_keys q on q.instruction_id = s.id
      where s.property_id = ${ctx.property.id} and s.answer_sealed is not null and q.ends_at <= ${at(ctx.now)}
      limit ${limit})
    returning id`)
  return rows.length
}

/** The same for what was typed beside keys that ended before `beforeAt`: it may name a guest. */
export async function eraseGuestKeyNotes(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update guest_keys set note = null, note_erased_at = ${at(ctx.now)}
    where id in (
      select q.id from guest_keys q join stays g on g.id = q.stay_id
      where q.property_id = ${ctx.property.id} and q.note is not null and greatest(q.ends_at, g.ends_at) < ${at(beforeAt)}
      limit ${limit})
    returning id`)
  return rows.length
}
