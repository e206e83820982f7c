import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import type { Id } from '../ids/ids'
import { errorFields } from '../log/log'
import { enqueue } from '../queue/enqueue'
import type { Answer, AttemptOutcome, Command, CommittedCommand } from './command'
import { announceChange } from './instruction-channel'
import { isDoneWhenAccepted, unlockTrackedMs } from './rules'

/** The row and column that a sealed answer is bound to. */
export const answerAad = (id: Id<'instruction'>): string => `instructions:${id}:answer`

/** Equal digits on the same lock have equal fingerprints. */
export const digitsFingerprint = (ctx: Pick<DeskContext, 'sealer'>, lockId: Id<'lock'>, digits: string): string =>
  ctx.sealer.fingerprint(`${lockId}:${digits}`, 'digits')

/** The same for finding: digits that were printed before a change of the key are found too. */
export const digitsFingerprints = (ctx: Pick<DeskContext, 'sealer'>, lockId: Id<'lock'>, digits: string): string[] =>
  ctx.sealer.fingerprints(`${lockId}:${digits}`, 'digits')

/** Commits the outcome with what came with it (I18), trying until the database took it or the process stops. */
export async function recordOutcome(ctx: DeskContext, sent: CommittedCommand, outcome: AttemptOutcome): Promise<void> {
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
    try {
      return await commitOutcome(ctx, sent, outcome)
    } catch (error) {
      ctx.log.error({ instructionId: sent.instructionId, ...errorFields(error) }, 'outcome not committed yet')
      if (ctx.background.stopping.aborted) throw error
      await ctx.clock.wait(pauseMs, ctx.background.stopping)
    }
  }
}

async function commitOutcome(ctx: DeskContext, sent: CommittedCommand, outcome: AttemptOutcome): Promise<void> {
  const { instructionId: id, lock, command } = sent
  const now = ctx.clock.now()
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(instructions)
      .set({
        outcome: outcome.outcome,
        outcomeAt: now,
        ...(outcome.outcome === 'accepted'
          ? { outcomeReason: null, ...acceptedColumns(ctx, sent, outcome.answer, now) }
          : { outcomeReason: outcome.reason, vendorMessage: outcome.vendorMessage ?? null }),
        version: sql`${instructions.version} + 1`,
      })
      // A process that was thought dead may still know better than "unknown".
      .where(
        and(eq(instructions.id, id), or(isNull(instructions.outcome), eq(instructions.outcomeReason, processDied))),
      )
      .returning({ doorLabel: instructions.doorLabel })
    if (!row) return
    await recordAuditEvent({ ...ctx, now }, tx, {
      event: 'instruction.answered',
      lockId: lock.id,
      doorLabel: row.doorLabel,
      instructionId: id,
      details: {
        kind: command.kind,
        outcome: outcome.outcome,
        ...(outcome.outcome === 'accepted' ? {} : { why: outcome.reason }),
      },
    })
    if (isFollowedUp(command)) await enqueue(tx, 'instruction-answered', { instructionId: id })
    await announceChange(tx, { propertyId: ctx.property.id, instructionId: id })
  })
}

/** The reason of an outcome that nobody lived to see (I17). */
export const processDied = 'process-died'

const isFollowedUp = (command: Command): boolean => command.kind === 'set-code' || command.kind === 'cancel-code'

function acceptedColumns(
  ctx: DeskContext,
  { instructionId, lock, command }: CommittedCommand,
  answer: Answer,
  now: number,
) {
  const secret = answer.digits ?? answer.keyCode
  return {
    vendorInstructionId: answer.vendorInstructionId ?? null,
    answerSealed: secret === undefined ? null : ctx.sealer.seal(secret, answerAad(instructionId)),
    answerPrint: answer.digits === undefined ? null : digitsFingerprint(ctx, lock.id, answer.digits),
    ...(isDoneWhenAccepted(command.kind) ? { settledAt: now } : {}),
    trackUntilAt:
      command.kind === 'unlock'
        ? now + unlockTrackedMs
        : sql`greatest(${instructions.windowEndsAt}, ${new Date(now + unlockTrackedMs).toISOString()}::timestamptz)`,
  }
}
