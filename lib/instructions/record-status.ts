import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import type { Id } from '../ids/ids'
import { enqueue } from '../queue/enqueue'
import type { Instant } from '../time/clock'
import type { VendorStatus } from './contract'
import { announceChange } from './instruction-channel'
import { sincePressMs } from './press-times'
import { isFinal } from './rules'

/**
 * Of an unlock, whose lateness is told (I7): its press and what was measured since, so that no jump of a clock makes it late or
 * in time (I12) – by the monotonic clock, or by the database's where another process had pressed. Of anything else: now.
 */
function settledAt(ctx: DeskContext, id: Id<'instruction'>, now: Instant): SQL {
  const sinceMs = sincePressMs(ctx, id)
  const since =
    sinceMs === null
      ? sql`(clock_timestamp() - ${instructions.recordedAt})`
      : sql`${sinceMs}::float8 * interval '1 millisecond'`
  const wall = sql`${new Date(now).toISOString()}::timestamptz`
  return sql`case when ${instructions.kind} = 'unlock' then coalesce(${instructions.intendedAt} + ${since}, ${wall}) else ${wall} end`
}

/** Writes a status that differs from the row's; a final one enqueues `instruction-settled` in the same transaction. */
export async function recordStatus(ctx: DeskContext, id: Id<'instruction'>, status: VendorStatus): Promise<void> {
  const now = ctx.clock.now()
  const final = isFinal(status)
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(instructions)
      .set({
        status,
        statusAt: now,
        ...(status === 5 ? { pushedAt: now } : {}),
        ...(final ? { settledAt: settledAt(ctx, id, now) } : {}),
        version: sql`${instructions.version} + 1`,
      })
      .where(
        and(
          eq(instructions.id, id),
          eq(instructions.propertyId, ctx.property.id),
          isNull(instructions.settledAt),
          sql`${instructions.status} is distinct from ${status}`,
        ),
      )
      .returning({
        kind: instructions.kind,
        lockId: instructions.lockId,
        doorLabel: instructions.doorLabel,
        intendedAt: instructions.intendedAt,
        settledAt: instructions.settledAt,
      })
    if (!row) return
    if (final) {
      await recordAuditEvent({ ...ctx, now }, tx, {
        event: 'instruction.settled',
        lockId: row.lockId,
        doorLabel: row.doorLabel,
        instructionId: id,
        details: { kind: row.kind, status, afterMs: (row.settledAt ?? now) - row.intendedAt },
      })
      await enqueue(tx, 'instruction-settled', { instructionId: id })
    }
    await announceChange(tx, { propertyId: ctx.property.id, instructionId: id })
  })
}
