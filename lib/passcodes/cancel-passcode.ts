import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { passcodes } from '../db/schema/passcodes'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { askCancel, type CancelAsked } from './ask-cancel'
import { cancelPasscodeInput } from './input'
import { getPasscode } from './queries'
import { findSameDigits } from './same-digits'

/** A person wants a code gone: recorded first, asked of the door at once or as soon as the door has taken the code. */
export async function cancelPasscode(
  ctx: DeskContext,
  input: z.input<typeof cancelPasscodeInput>,
): Promise<{ asked: CancelAsked }> {
  requirePermission(ctx, 'passcode.cancel')
  const { pressKey, passcodeId } = parseInput(cancelPasscodeInput, input)
  const code = await getPasscode(ctx, passcodeId)
  if (!['sending', 'waiting-door', 'on-door', 'works-now', 'cancelling', 'cancel-failed'].includes(code.state)) {
    throw new DeskError('code-not-cancellable', { details: { state: code.state } })
  }
  if ((await findSameDigits(ctx, passcodeId, 'handed-out')).length > 0) {
    throw new DeskError('digits-live-for-another', { details: { endsAt: code.endsAt } })
  }
  await withTransaction(ctx, async (tx) => {
    const wanted = await tx
      .update(passcodes)
      .set({ cancelWantedAt: ctx.now })
      .where(
        and(eq(passcodes.id, passcodeId), eq(passcodes.propertyId, ctx.property.id), isNull(passcodes.cancelWantedAt)),
      )
      .returning({ id: passcodes.id })
    if (wanted.length === 0) return
    await recordAuditEvent(ctx, tx, {
      event: 'passcode.cancel-wanted',
      lockId: code.lockId,
      doorLabel: code.doorLabel,
      stayId: code.stayId,
      subjectId: passcodeId,
    })
  })
  return { asked: await askCancel(ctx, passcodeId, pressKey) }
}
