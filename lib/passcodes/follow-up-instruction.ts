import { and, eq, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { passcodes } from '../db/schema/passcodes'
import type { Id } from '../ids/ids'
import { answerAad } from '../instructions/record-outcome'
import { dispatchCommand } from '../instructions/send-command'
import { askCancel } from './ask-cancel'
import { commitPasscode } from './commit-passcode'
import { findFault } from './find-fault'
import { handOver } from './hand-over'
import { lastAttempt } from './rules'

async function findBySetInstruction(ctx: DeskContext, id: Id<'instruction'>) {
  const [row] = await ctx.db
    .select({ code: passcodes, set: instructions })
    .from(passcodes)
    .innerJoin(instructions, eq(instructions.id, passcodes.setInstructionId))
    .where(and(eq(passcodes.setInstructionId, id), eq(passcodes.propertyId, ctx.property.id)))
  return row
}

/** After the answer to a command (job; may run twice): rule 3 for weak and duplicate digits. */
export async function followUpAnswered(ctx: DeskContext, instructionId: Id<'instruction'>): Promise<void> {
  const found = await findBySetInstruction(ctx, instructionId)
  if (found?.set.outcome !== 'accepted' || found.set.answerSealed === null) return
  const { code, set } = found
  const digits = ctx.sealer.unseal(found.set.answerSealed, answerAad(set.id))
  const unfit = await findFault(ctx, code.id, digits)
  if (unfit === null) return
  const another = code.attempt < lastAttempt && code.endsAt > ctx.now
  const next = await withTransaction(ctx, async (tx) => {
    const marked = await tx
      .update(passcodes)
      .set({ unfit, ...(unfit === 'weak' && another ? { cancelWantedAt: ctx.now } : {}) })
      .where(and(eq(passcodes.id, code.id), isNull(passcodes.unfit)))
      .returning({ id: passcodes.id })
    if (marked.length > 0) {
      await recordAuditEvent(ctx, tx, {
        event: 'passcode.unfit',
        lockId: code.lockId,
        doorLabel: set.doorLabel,
        stayId: code.stayId,
        instructionId: set.id,
        subjectId: code.id,
        details: { unfit, attempt: code.attempt, another },
      })
    }
    if (!another) return null
    return commitPasscode(ctx, tx, {
      lock: { id: code.lockId, name: set.lockName, label: set.doorLabel },
      stay: code.stayId ? { id: code.stayId } : null,
      startsAt: code.startsAt,
      endsAt: code.endsAt,
      oneTime: code.oneTime,
      note: code.note,
      pressKey: `another_${code.id}`,
      asked: { insteadOf: code.id },
      attempt: code.attempt + 1,
      insteadOfId: code.id,
      replacesId: code.replacesId,
      handOverAt: code.handOverAt,
    })
  })
  if (next) dispatchCommand(ctx, next.command)
  if (set.status === 1 && unfit === 'weak' && another) await askCancel(ctx, code.id)
}

/** After the door's final word (job; may run twice): cancels what waits for it, and the code that the new one replaces (rule 4). */
export async function followUpSettled(ctx: DeskContext, instructionId: Id<'instruction'>): Promise<void> {
  const found = await findBySetInstruction(ctx, instructionId)
  if (found?.set.status !== 1) return
  const { code } = found
  if (code.cancelWantedAt !== null) await askCancel(ctx, code.id)
  if (code.replacesId === null || code.handOverAt !== null) return
  if (code.unfit !== null && code.usedAnywayAt === null) return
  // The check of the digits may still be under way: what is unfit never takes another's place.
  await followUpAnswered(ctx, instructionId)
  const again = await findBySetInstruction(ctx, instructionId)
  if (again && (again.code.unfit === null || again.code.usedAnywayAt !== null)) await handOver(ctx, code.replacesId)
}
