import { sql } from 'drizzle-orm'
import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { instantFromDriver } from '../db/columns'
import type { Transaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { type Instant, secondMs } from '../time/clock'

/** What was pressed just before the brief was read may have been committed just after: it counts as not seen. */
const commitsWithinMs = secondMs

/**
 * I27: two who give out one door wait here for each other, and the second is told of the first. `briefAt` = when what the
 * person saw of the door was read; without it nothing was shown and nothing is asked. Throws `warnings-not-seen`.
 */
export async function requireBriefSeen(
  ctx: DeskContext,
  tx: Transaction,
  asked: { lock: { id: Id<'lock'>; label: string }; briefAt: Instant | undefined; startsAt: Instant },
): Promise<void> {
  const { lock, briefAt, startsAt } = asked
  await tx.execute(
    sql`select id from locks where id = ${lock.id} and property_id = ${ctx.property.id} for no key update`,
  )
  if (briefAt === undefined) return
  const at = (instant: Instant) => sql`${new Date(instant).toISOString()}::timestamptz`
  const { rows } = await tx.execute<{ actor_label: string; intended_at: unknown }>(sql`
    select actor_label, intended_at from instructions
    where lock_id = ${lock.id} and property_id = ${ctx.property.id} and kind in ('set-code', 'guest-key', 'permanent-key', 'admin-key')
      and intended_at > ${at(Math.min(briefAt, ctx.now) - commitsWithinMs)}
      and (window_ends_at > ${at(startsAt)} or window_ends_at is null)
      and person_id is not null and person_id is distinct from ${personIdOf(ctx.actor)}
      and outcome is distinct from 'not-sent' and outcome is distinct from 'rejected'
      and status is distinct from 2 and status is distinct from 4
    order by intended_at desc limit 1`)
  const [row] = rows
  if (!row) return
  throw new DeskError('warnings-not-seen', {
    details: { door: lock.label, by: row.actor_label, at: instantFromDriver(row.intended_at) },
  })
}
