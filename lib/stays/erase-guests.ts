import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { pseudonymSql } from '../access/guest-names'
import { stays } from '../db/schema/stays'
import { DeskError } from '../errors/desk-error'
import type { Instant } from '../time/clock'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/**
 * Regular work of Keydesk itself: at most `limit` guests whose stay, codes and mobile keys all ended before `beforeAt` get a
 * pseudonym in place of name and booking number. Returns how many.
 */
export async function eraseGuests(ctx: DeskContext, beforeAt: Instant, limit: number): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { rows } = await ctx.db.execute(sql`
    update ${stays} set guest_name = ${pseudonymSql(sql`id`)}, booking_number = null, erased_at = ${at(ctx.now)}
    where id in (
      select g.id from stays g
      where g.property_id = ${ctx.property.id} and g.ends_at < ${at(beforeAt)} and g.erased_at is null
        and (g.guest_name is not null or g.booking_number is not null)
        and not exists (select 1 from passcodes p where p.stay_id = g.id and p.ends_at >= ${at(beforeAt)})
        and not exists (select 1 from guest_keys q where q.stay_id = g.id and q.ends_at >= ${at(beforeAt)})
      limit ${limit})
    returning id`)
  return rows.length
}
