import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { permanentKeys } from '../db/schema/permanent-keys'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { processLeaseName } from '../instructions/abandon-instructions'
import type { ShownPermanentKey } from './contract'
import { showPermanentKeyInput } from './input'

/**
 * Hands the text to the session that pressed, once and recorded, within the minute that it waits in memory; the press was
 * signed in again for. Throws `key-held-elsewhere` when another living process has it, `key-not-held` when nobody has.
 */
export async function showPermanentKey(
  ctx: DeskContext,
  input: z.input<typeof showPermanentKeyInput>,
): Promise<ShownPermanentKey> {
  requirePermission(ctx, 'permanent-key.show')
  const { permanentKeyId } = parseInput(showPermanentKeyInput, input)
  const keyCode = await withTransaction(ctx, async (tx) => {
    const mine = and(eq(permanentKeys.id, permanentKeyId), eq(permanentKeys.propertyId, ctx.property.id))
    const [row] = await tx
      .select({
        id: instructions.id,
        outcome: instructions.outcome,
        processId: instructions.processId,
        lockId: permanentKeys.lockId,
        shownAt: permanentKeys.shownAt,
        doorLabel: instructions.doorLabel,
        kind: instructions.kind,
      })
      .from(permanentKeys)
      .innerJoin(instructions, eq(instructions.id, permanentKeys.instructionId))
      .where(mine)
    if (!row) throw new DeskError('not-found')
    if (row.outcome === null) throw new DeskError('still-under-way')
    // Looked for only now: what is not durable is not shown (I18).
    const { actor } = ctx
    const text = actor.kind === 'staff' ? ctx.passing.find(row.id, actor.sessionId) : null
    if (row.outcome !== 'accepted' || row.shownAt !== null || text === null) {
      const elsewhere = row.outcome === 'accepted' && row.shownAt === null && row.processId !== ctx.processId
      throw new DeskError(elsewhere && (await isAlive(row.processId)) ? 'key-held-elsewhere' : 'key-not-held')
    }
    const shown = await tx
      .update(permanentKeys)
      .set({ shownAt: ctx.now })
      .where(and(mine, isNull(permanentKeys.shownAt)))
      .returning({ id: permanentKeys.id })
    if (shown.length === 0) throw new DeskError('key-not-held')
    await recordAuditEvent(ctx, tx, {
      event: 'permanent-key.shown',
      lockId: row.lockId,
      doorLabel: row.doorLabel,
      instructionId: row.id,
      subjectId: permanentKeyId,
      details: { kind: row.kind },
    })
    return { text, instructionId: row.id }

    async function isAlive(processId: string): Promise<boolean> {
      const { rows } = await tx.execute(
        sql`select 1 from leases where name = ${processLeaseName(processId)} and until > now()`,
      )
      return rows.length > 0
    }
  })
  ctx.passing.letGo(keyCode.instructionId)
  return { keyCode: keyCode.text }
}
