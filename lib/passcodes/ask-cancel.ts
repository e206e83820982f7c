import { and, count, eq, isNull, max, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { passcodeCancels, passcodes } from '../db/schema/passcodes'
import type { Id } from '../ids/ids'
import type { CommittedCommand } from '../instructions/command'
import { commitIntent } from '../instructions/commit-intent'
import { answerAad } from '../instructions/record-outcome'
import { dispatchCommand } from '../instructions/send-command'
import { cancelPauseMs } from './rules'
import { findSameDigits } from './same-digits'

/** What became of the wish to cancel now: a code goes only after the door has taken it, and never while digits serve another. */
export type CancelAsked =
  | 'asked'
  | 'on-its-way'
  | 'waits-for-the-door'
  | 'nothing-to-cancel'
  | 'digits-live-for-another'

/**
 * Asks the door to drop a code (2.4.3) and dispatches it; may be called again at any time. A cancel is only sent once the
 * door has taken the code: sent earlier it could be carried out first and leave a live code that counts as gone. Without a
 * `pressKey` (the house, not a person) it keeps a growing pause between tries.
 */
export async function askCancel(ctx: DeskContext, passcodeId: Id<'passcode'>, pressKey?: string): Promise<CancelAsked> {
  const decided = await withTransaction(ctx, async (tx): Promise<CancelAsked | CommittedCommand> => {
    const [row] = await tx
      .select({
        lockId: passcodes.lockId,
        stayId: passcodes.stayId,
        endsAt: passcodes.endsAt,
        lostAt: passcodes.lostAt,
        setId: instructions.id,
        status: instructions.status,
        outcome: instructions.outcome,
        lockName: instructions.lockName,
        doorLabel: instructions.doorLabel,
        sealed: instructions.answerSealed,
      })
      .from(passcodes)
      .innerJoin(instructions, eq(instructions.id, passcodes.setInstructionId))
      .where(and(eq(passcodes.id, passcodeId), eq(passcodes.propertyId, ctx.property.id)))
      .for('update', { of: passcodes })
    if (!row || row.lostAt !== null || row.endsAt <= ctx.now) return 'nothing-to-cancel'
    if (row.outcome === null || (row.outcome === 'accepted' && ![1, 2, 4].includes(row.status ?? 0)))
      return 'waits-for-the-door'
    if (row.outcome !== 'accepted' || row.status !== 1 || row.sealed === null) return 'nothing-to-cancel'
    const [cancels] = await tx
      .select({
        tries: count(),
        lastAt: max(instructions.intendedAt),
        confirmed: sql<number>`count(*) filter (where ${instructions.status} = 1)::int`,
        open: sql<number>`count(*) filter (where ${instructions.outcome} is null or (${instructions.outcome} = 'accepted' and ${instructions.settledAt} is null))::int`,
      })
      .from(passcodeCancels)
      .innerJoin(instructions, eq(instructions.id, passcodeCancels.instructionId))
      .where(eq(passcodeCancels.passcodeId, passcodeId))
    if (cancels && cancels.confirmed > 0) return 'nothing-to-cancel'
    if (cancels && cancels.open > 0) return 'on-its-way'
    const quietMs = ctx.now - (cancels?.lastAt ?? 0)
    if (pressKey === undefined && quietMs >= 0 && quietMs < cancelPauseMs(cancels?.tries ?? 0)) return 'on-its-way'
    if ((await findSameDigits({ ...ctx, db: tx }, passcodeId, 'handed-out')).length > 0)
      return 'digits-live-for-another'

    const lock = { id: row.lockId, name: row.lockName, label: row.doorLabel }
    const tries = (cancels?.tries ?? 0) + 1
    const intent = await commitIntent(ctx, tx, {
      kind: 'cancel-code',
      lock,
      pressKey: pressKey ?? `cancel_${passcodeId}_${tries}`,
      asked: { cancel: passcodeId },
      windowEndsAt: row.endsAt,
      details: { try: tries },
    })
    if (!intent.fresh) return 'on-its-way'
    await tx.insert(passcodeCancels).values({ passcodeId, instructionId: intent.id })
    await tx
      .update(passcodes)
      .set({ cancelWantedAt: ctx.now })
      .where(and(eq(passcodes.id, passcodeId), isNull(passcodes.cancelWantedAt)))
    await recordAuditEvent(ctx, tx, {
      event: 'passcode.cancel-asked',
      lockId: row.lockId,
      doorLabel: row.doorLabel,
      stayId: row.stayId,
      instructionId: intent.id,
      subjectId: passcodeId,
      details: { try: tries },
    })
    const digits = ctx.sealer.unseal(row.sealed, answerAad(row.setId))
    return { instructionId: intent.id, lock, command: { kind: 'cancel-code', digits } }
  })
  if (typeof decided === 'string') return decided
  dispatchCommand(ctx, decided)
  return 'asked'
}
