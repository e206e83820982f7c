import { type SQL, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/**
 * Regular work of Keydesk itself: address and browser of at most `limit` sessions that were over before `beforeAt`; of the
 * people with a role at the property, or without one anywhere. Returns how many.
 */
export async function eraseSignIns(
  ctx: HouseContext & { property?: { id: Id<'property'> } },
  beforeAt: Instant,
  limit: number,
): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const roles = sql`select 1 from staff_roles r where r.person_id = s.person_id`
  const whose = ctx.property
    ? sql`exists (${roles} and r.property_id = ${ctx.property.id})`
    : sql`not exists (${roles})`
  const { rows } = await ctx.db.execute(sql`
    update sessions set address = '', user_agent = ''
    where id in (
      select s.id from sessions s
      where coalesce(s.ended_at, s.used_at) < ${at(beforeAt)} and (s.address <> '' or s.user_agent <> '') and ${whose}
      limit ${limit})
    returning id`)
  return rows.length
}
