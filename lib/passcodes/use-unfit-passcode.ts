import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { passcodes } from '../db/schema/passcodes'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { listInstructions } from '../instructions/queries'
import { requireReason } from '../stays/require-window'
import { askCancel } from './ask-cancel'
import { passcodeReasonInput } from './input'
import { getPasscode } from './queries'

/** Rule 3, *Use it*: after the last try a person hands out a weak or duplicate code all the same, with a reason. */
export async function useUnfitPasscode(ctx: DeskContext, input: z.input<typeof passcodeReasonInput>): Promise<void> {
  requirePermission(ctx, 'passcode.use-unfit')
  const { passcodeId, reason, reasonNote } = parseInput(passcodeReasonInput, input)
  requireReason(ctx, reason, reasonNote)
  const code = await getPasscode(ctx, passcodeId)
  if (code.unfit === null || code.cancelWantedAt !== null)
    throw new DeskError('code-not-shown', { details: { state: code.state } })
  await withTransaction(ctx, async (tx) => {
    const changed = await tx
      .update(passcodes)
      .set({ usedAnywayAt: ctx.now, usedAnywayNote: reasonNote ?? null })
      .where(
        and(eq(passcodes.id, passcodeId), eq(passcodes.propertyId, ctx.property.id), isNull(passcodes.usedAnywayAt)),
      )
      .returning({ id: passcodes.id })
    if (changed.length === 0) return
    await recordAuditEvent(ctx, tx, {
      event: 'passcode.used-anyway',
      lockId: code.lockId,
      doorLabel: code.doorLabel,
      stayId: code.stayId,
      subjectId: passcodeId,
      reason,
      details: { unfit: code.unfit },
    })
  })
  const { replacesId, handOverAt } = code
  const [set] = await listInstructions(ctx, [code.setInstructionId])
  if (replacesId !== null && handOverAt === null && set?.status === 1) await askCancel(ctx, replacesId)
}
