import { eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { properties } from '../db/schema/properties'
import { parseInput } from '../errors/parse-input'
import { otherReason } from './contract'
import { reasonsInput } from './input'

/** Replaces the list of house rule 9: codes of built-in reasons and own texts, in the order shown. *Other* stays, and stays last. */
export async function changeReasons(
  ctx: DeskContext,
  input: { reasons: readonly string[] },
): Promise<{ reasons: readonly string[] }> {
  requirePermission(ctx, 'reason.edit')
  const given = parseInput(reasonsInput, input).reasons
  const reasons = [...given.filter((reason) => reason !== otherReason), otherReason]
  return withTransaction(ctx, async (tx) => {
    await tx.update(properties).set({ reasons }).where(eq(properties.id, ctx.property.id))
    await recordAuditEvent(ctx, tx, {
      event: 'reasons.changed',
      subjectId: ctx.property.id,
      details: { reasons: reasons.join(' · ') },
    })
    return { reasons }
  })
}
