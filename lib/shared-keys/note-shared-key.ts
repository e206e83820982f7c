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

/** Writes, changes or (empty) takes away the desk's own note; the activity tells that, never what it says. The same note again changes nothing. Throws `not-found`. */
export async function noteSharedKey(
  ctx: DeskContext,
  input: { id: string; note: string },
): Promise<{ note: string | null; changed: boolean }> {
  requirePermission(ctx, 'shared-key.note')
  const { id, note } = parseInput(noteInput, input)
  return withTransaction(ctx, async (tx) => {
    const own = and(
      eq(sharedKeys.propertyId, ctx.property.id),
      eq(sharedKeys.id, id as typeof sharedKeys.$inferSelect.id),
    )
    const { lockId, lockName } = sharedKeys
    const [row] = await tx.select({ lockId, lockName, note: sharedKeys.note }).from(sharedKeys).where(own).for('update')
    if (!row) throw new DeskError('not-found')
    if (row.note === note) return { note, changed: false }
    await tx.update(sharedKeys).set({ note }).where(own)
    const [lock] = row.lockId === null ? [] : await tx.select().from(locks).where(eq(locks.id, row.lockId))
    await recordAuditEvent(ctx, tx, {
      event: 'shared-key.noted',
      lockId: row.lockId,
      doorLabel: lock ? doorLabel(lock) : row.lockName,
      subjectId: id,
      details: { removed: note === null },
    })
    return { note, changed: true }
  })
}
