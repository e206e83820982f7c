import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { answerAad } from '../instructions/record-outcome'
import { addDays, fromLocal, hotelDayOf } from '../time/zone'
import type { PasscodeView } from './contract'
import { findFault } from './find-fault'
import { showPasscodeInput } from './input'
import { getPasscode } from './queries'

/** *Show* (rule 8): the digits of a code, recorded with who and why (`on-screen` or `slip`) in the same transaction. */
export async function showPasscode(
  ctx: DeskContext,
  input: z.input<typeof showPasscodeInput>,
): Promise<{ digits: string }> {
  requirePermission(ctx, 'passcode.show')
  const { passcodeId, use } = parseInput(showPasscodeInput, input)
  const code = await getPasscode(ctx, passcodeId)
  if (code.unfit && !code.usedAnyway) throw new DeskError('code-not-shown', { details: { unfit: code.unfit } })
  if (
    ['sending', 'failed', 'no-answer', 'closed', 'lost', 'ended', 'cancelled', 'ended-unconfirmed'].includes(code.state)
  ) {
    throw new DeskError('code-not-shown', { details: { state: code.state } })
  }
  await requireRightToSee(ctx, code)
  const digits = await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .select({ sealed: instructions.answerSealed })
      .from(instructions)
      .where(and(eq(instructions.id, code.setInstructionId), eq(instructions.propertyId, ctx.property.id)))
    if (!row?.sealed) throw new DeskError('code-not-shown', { details: { state: code.state } })
    const digits = ctx.sealer.unseal(row.sealed, answerAad(code.setInstructionId))
    const unfit = code.usedAnyway ? null : await findFault({ ...ctx, db: tx }, code.id, digits)
    if (unfit !== null) throw new DeskError('code-not-shown', { details: { unfit } })
    await recordAuditEvent(ctx, tx, {
      event: 'passcode.shown',
      lockId: code.lockId,
      doorLabel: code.doorLabel,
      stayId: code.stayId,
      instructionId: code.setInstructionId,
      subjectId: code.id,
      details: { use },
    })
    return digits
  })
  return { digits }
}

/** product.md, Roles: the desk sees codes in house and of today's arrivals, and what it issued itself within the hour; a manager any, signed in again. */
async function requireRightToSee(ctx: DeskContext, code: PasscodeView): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'staff') return
  const { timeZone, hotelDayEndsAt } = ctx.property
  const tomorrow = addDays(hotelDayOf(ctx.now, timeZone, hotelDayEndsAt), 1)
  const dayEndsAt = fromLocal({ date: tomorrow, time: hotelDayEndsAt }, timeZone, 'end')
  if (code.startsAt < dayEndsAt) return
  const [asked] = await ctx.db
    .select({ personId: instructions.personId, intendedAt: instructions.intendedAt })
    .from(instructions)
    .where(eq(instructions.id, code.setInstructionId))
  if (asked?.personId === actor.personId && ctx.now - asked.intendedAt < 3_600_000) return
  requirePermission(ctx, 'passcode.show-any-day')
}
