import { and, eq, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import type { Transaction } from '../db/database'
import { passcodes } from '../db/schema/passcodes'
import type { PasscodeView } from './contract'
import { findSameDigits } from './same-digits'

export type CodeToGo = Pick<PasscodeView, 'id' | 'lockId' | 'doorLabel' | 'stayId'>

/**
 * Records, once, that a code is to go: from then on it is asked for until the door confirmed or the window ended (I8).
 * False when its digits serve somebody else on that lock, who would lose theirs: the code ends with its window (I28).
 */
export async function wantCancel(ctx: DeskContext, tx: Transaction, code: CodeToGo): Promise<boolean> {
  if ((await findSameDigits({ ...ctx, db: tx }, code.id, 'handed-out')).length > 0) return false
  const wanted = await tx
    .update(passcodes)
    .set({ cancelWantedAt: ctx.now })
    .where(and(eq(passcodes.id, code.id), eq(passcodes.propertyId, ctx.property.id), isNull(passcodes.cancelWantedAt)))
    .returning({ id: passcodes.id })
  if (wanted.length > 0) {
    await recordAuditEvent(ctx, tx, {
      event: 'passcode.cancel-wanted',
      lockId: code.lockId,
      doorLabel: code.doorLabel,
      stayId: code.stayId,
      subjectId: code.id,
    })
  }
  return true
}
