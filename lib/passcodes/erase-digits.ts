import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { Instant } from '../time/clock'
import { cancelsSql } from './state-sql'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/**
 * Regular work of Keydesk itself: the digits of at most `limit` codes that ended, or whose cancel the door confirmed, before
 * `beforeAt`. Until then a cancel may have to be asked for again, and needs them (2.4.3). Returns how many.
 */
export async function eraseDigits(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update instructions set answer_sealed = null, answer_print = null, answer_erased_at = ${at(ctx.now)}
    where id in (
      select s.id from instructions s join passcodes p on p.set_instruction_id = s.id ${cancelsSql(ctx.now)}
      where s.property_id = ${ctx.property.id} and s.answer_sealed is not null
        and least(k.confirmed_at, p.ends_at) < ${at(beforeAt)}
      limit ${limit})
    returning id`)
  return rows.length
}

/** The same for what was typed beside codes that ended before `beforeAt`: it may name a guest. */
export async function erasePasscodeNotes(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update passcodes set note = null, used_anyway_note = null, closed_note = null, case_note = null, notes_erased_at = ${at(ctx.now)}
    where id in (
      select p.id from passcodes p left join stays g on g.id = p.stay_id
      where p.property_id = ${ctx.property.id} and coalesce(p.note, p.used_anyway_note, p.closed_note, p.case_note) is not null
        and greatest(p.ends_at, g.ends_at) < ${at(beforeAt)}
      limit ${limit})
    returning id`)
  return rows.length
}
