import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { passcodes } from '../db/schema/passcodes'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { listInstructions } from '../instructions/queries'
import { requireReason } from '../stays/require-window'
import type { PasscodeState } from './contract'
import { handOver } from './hand-over'
import { passcodeReasonInput } from './input'
import { getPasscode } from './queries'
import { lastAttempt } from './rules'

const usable: readonly PasscodeState[] = ['sending', 'waiting-door', 'on-door', 'works-now']

/** Rule 3, *Use it*: after the last try a person hands out a weak or duplicate code all the same, with a reason. */
export async function useUnfitPasscode(ctx: DeskContext, input: z.input<typeof passcodeReasonInput>): Promise<void> {
  requirePermission(ctx, 'passcode.use-unfit')
  const { passcodeId, reason, reasonNote } = parseInput(passcodeReasonInput, input)
  requireReason(ctx, reason, reasonNote)
  const code = await getPasscode(ctx, passcodeId)
  // Before the last try another code is asked for by itself: then that one is handed out.
  const lastTry = code.attempt === lastAttempt || !(await hasSuccessor(ctx, passcodeId))
  if (code.unfit === null || code.cancelWantedAt !== null || !lastTry || !usable.includes(code.state))
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
  if (replacesId !== null && handOverAt === null && set?.status === 1) await handOver(ctx, replacesId)
}

async function hasSuccessor(ctx: DeskContext, passcodeId: Id<'passcode'>): Promise<boolean> {
  const found = await ctx.db
    .select({ id: passcodes.id })
    .from(passcodes)
    .where(and(eq(passcodes.propertyId, ctx.property.id), eq(passcodes.insteadOfId, passcodeId)))
    .limit(1)
  return found.length > 0
}
