import { and, eq, isNull, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { DeskError } from '../errors/desk-error'
import { type Id, isId } from '../ids/ids'
import type { InstructionFacts } from './contract'
import { announceChange } from './instruction-channel'
import { isSettled } from './rules'

/**
 * Puts a finished instruction away from *To do*; it stays in the history. Twice is the same as once. Throws
 * `still-under-way`: a failure or a late unlock to come would never be told (I7, I8).
 */
export async function dismissInstruction(ctx: DeskContext, id: Id<'instruction'>): Promise<void> {
  requirePermission(ctx, 'instruction.dismiss')
  if (!isId('instruction', id)) throw new DeskError('not-found')
  await withTransaction(ctx, async (tx) => {
    const mine = and(eq(instructions.id, id), eq(instructions.propertyId, ctx.property.id))
    // What comes of it meanwhile waits here, and is told after.
    const [row] = await tx.select().from(instructions).where(mine).for('update')
    if (!row) throw new DeskError('not-found')
    if (!isSettled(row as InstructionFacts, ctx.now)) throw new DeskError('still-under-way')
    const changed = await tx
      .update(instructions)
      .set({ dismissedAt: ctx.now, version: sql`${instructions.version} + 1` })
      .where(and(mine, isNull(instructions.dismissedAt)))
      .returning({ id: instructions.id })
    if (changed.length === 0) return
    await recordAuditEvent(ctx, tx, {
      event: 'instruction.dismissed',
      lockId: row.lockId,
      doorLabel: row.doorLabel,
      instructionId: id,
    })
    await announceChange(tx, { propertyId: ctx.property.id, instructionId: id })
  })
}
