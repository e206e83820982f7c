import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { deskComputers, sessions } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { computerInput } from './input'

/** It takes no PIN from the next request on, and sessions that a PIN began there end (I31). Twice is as once. */
export async function removeComputer(
  ctx: DeskContext,
  input: { computerId: Id<'deskComputer'> },
): Promise<{ sessionsEnded: number }> {
  requirePermission(ctx, 'computer.remove')
  const { computerId } = parseInput(computerInput, input)
  return withTransaction(ctx, async (tx) => {
    const here = and(eq(deskComputers.id, computerId), eq(deskComputers.propertyId, ctx.property.id))
    const [known] = await tx.select().from(deskComputers).where(here).for('update')
    if (!known) throw new DeskError('not-found')
    if (known.removedAt !== null) return { sessionsEnded: 0 }
    await tx.update(deskComputers).set({ removedAt: ctx.now }).where(here)
    const there = eq(sessions.computerId, computerId)
    const ended = await tx
      .update(sessions)
      .set({ endedAt: ctx.now })
      .where(and(there, isNull(sessions.endedAt), lt(sessions.fullAt, sessions.startedAt)))
      .returning({ id: sessions.id })
    await tx
      .update(sessions)
      .set({ fullAt: null, pinProvedAt: null })
      .where(and(there, or(isNotNull(sessions.fullAt), isNotNull(sessions.pinProvedAt))))
    await recordAuditEvent(ctx, tx, {
      event: 'computer.removed',
      subjectId: computerId,
      details: { name: known.name, sessions: ended.length },
    })
    return { sessionsEnded: ended.length }
  })
}
