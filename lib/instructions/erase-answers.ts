import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { Instant } from '../time/clock'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/**
 * Regular work of Keydesk itself: the Lock Server's own words in at most `limit` requests that were settled, or no longer
 * followed, before `beforeAt`. Returns how many.
 */
export async function eraseVendorWords(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update instructions set vendor_message = null, message_erased_at = ${at(ctx.now)}
    where id in (
      select id from instructions
      where property_id = ${ctx.property.id} and vendor_message is not null
        and coalesce(settled_at, track_until_at, outcome_at) < ${at(beforeAt)}
      limit ${limit})
    returning id`)
  return rows.length
}

/** The same for what was typed with the reason *Other* of what ended before `beforeAt`: it may name a guest. */
export async function eraseReasonNotes(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update instructions set reason_note = null, note_erased_at = ${at(ctx.now)}
    where id in (
      select id from instructions
      where property_id = ${ctx.property.id} and reason_note is not null
        and coalesce(window_ends_at, intended_at) < ${at(beforeAt)}
      limit ${limit})
    returning id`)
  return rows.length
}

/** The same for the hashes of what was asked: a press is no longer repeated then, and a name could be guessed from one. */
export async function eraseAskedHashes(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update instructions set asked_hash = ''
    where id in (
      select id from instructions
      where property_id = ${ctx.property.id} and asked_hash <> '' and coalesce(window_ends_at, intended_at) < ${at(beforeAt)}
      limit ${limit})
    returning id`)
  return rows.length
}
