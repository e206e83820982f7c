import { type SQL, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

const at = (instant: Instant): SQL => sql`${new Date(instant).toISOString()}::timestamptz`

/**
 * Regular work of Keydesk itself: the network addresses of at most `limit` lines older than `beforeAt`; the chain holds only
 * their digests and stays whole. At a property its own lines and the house's of its people; without one the strangers'.
 * A statement of its own: with lines to write in the same transaction, writers would wait for each other crosswise.
 */
export async function eraseAddresses(
  ctx: HouseContext & { property?: { id: Id<'property'> } },
  beforeAt: Instant,
  limit: number,
): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const roles = sql`select 1 from staff_roles r where r.person_id = e.person_id`
  const whose = ctx.property
    ? sql`(e.property_id = ${ctx.property.id} or (e.property_id is null and exists (${roles} and r.property_id = ${ctx.property.id})))`
    : sql`(e.property_id is null and not exists (${roles}))`
  const { rows } = await ctx.db.execute(sql`
    update audit_events set address = null
    where id in (
      select e.id from audit_events e
      where e.at < ${at(beforeAt)} and e.address is not null and ${whose}
      limit ${limit})
    returning id`)
  return rows.length
}
