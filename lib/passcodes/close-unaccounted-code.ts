import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { passcodes } from '../db/schema/passcodes'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { otherReason } from '../properties/contract'
import { requireReason } from '../stays/require-window'
import { passcodeReasonInput } from './input'
import { getPasscode } from './queries'

/** A manager closes a possible unknown code (I4) with a reason from the list (rule 9); the room's warning goes with it. */
export async function closeUnaccountedCode(
  ctx: DeskContext,
  input: z.input<typeof passcodeReasonInput>,
): Promise<void> {
  requirePermission(ctx, 'unaccounted-code.close')
  const { passcodeId, reason, reasonNote } = parseInput(passcodeReasonInput, input)
  requireReason(ctx, reason, reasonNote)
  const code = await getPasscode(ctx, passcodeId)
  if (code.state !== 'no-answer') throw new DeskError('changed-meanwhile', { details: { state: code.state } })
  await withTransaction(ctx, async (tx) => {
    const closed = await tx
      .update(passcodes)
      .set({
        closedAt: ctx.now,
        closedReason: reason,
        closedNote: reason === otherReason ? (reasonNote ?? null) : null,
      })
      .where(and(eq(passcodes.id, passcodeId), eq(passcodes.propertyId, ctx.property.id), isNull(passcodes.closedAt)))
      .returning({ id: passcodes.id })
    if (closed.length === 0) return
    await recordAuditEvent(ctx, tx, {
      event: 'passcode.closed',
      lockId: code.lockId,
      doorLabel: code.doorLabel,
      instructionId: code.setInstructionId,
      subjectId: passcodeId,
      reason,
    })
  })
}
