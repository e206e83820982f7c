import { and, eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { sharedKeys } from '../db/schema/shared-keys'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { doorLabel } from '../locks/rules'
import { noteInput } from './input'

/** Writes, changes or (empty) takes away the desk's own note; the activity tells that, never what it says. Throws `not-found`. */
export async function noteSharedKey(
  ctx: DeskContext,
  input: { id: string; note: string },
): Promise<{ note: string | null }> {
  requirePermission(ctx, 'shared-key.note')
  const { id, note } = parseInput(noteInput, input)
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(sharedKeys)
      .set({ note })
      .where(
        and(eq(sharedKeys.propertyId, ctx.property.id), eq(sharedKeys.id, id as typeof sharedKeys.$inferSelect.id)),
      )
      .returning({ lockId: sharedKeys.lockId, lockName: sharedKeys.lockName, note: sharedKeys.note })
    if (!row) throw new DeskError('not-found')
    const [lock] = row.lockId === null ? [] : await tx.select().from(locks).where(eq(locks.id, row.lockId))
    await recordAuditEvent(ctx, tx, {
      event: 'shared-key.noted',
      lockId: row.lockId,
      doorLabel: lock ? doorLabel(lock) : row.lockName,
      subjectId: id,
      details: { removed: note === null },
    })
    return { note: row.note }
  })
}
