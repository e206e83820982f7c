import { and, eq, isNull, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import type { Id } from '../ids/ids'
import { enqueue } from '../queue/enqueue'
import type { VendorStatus } from './contract'
import { announceChange } from './instruction-channel'
import { isFinal } from './rules'

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
        ...(final ? { settledAt: now } : {}),
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
      })
    if (!row) return
    if (final) {
      await recordAuditEvent({ ...ctx, now }, tx, {
        event: 'instruction.settled',
        lockId: row.lockId,
        doorLabel: row.doorLabel,
        instructionId: id,
        details: { kind: row.kind, status, afterMs: now - row.intendedAt },
      })
      await enqueue(tx, 'instruction-settled', { instructionId: id })
    }
    await announceChange(tx, { propertyId: ctx.property.id, instructionId: id })
  })
}
