import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { type AuditEntry, auditEventInStatement, recordAuditEvent } from '../audit/record-audit-event'
import { type Database, isTransaction, type Transaction, withTransaction } from '../db/database'
import { namesOf } from '../db/json-rows'
import { instructions } from '../db/schema/instructions'
import type { Id } from '../ids/ids'
import { errorFields } from '../log/log'
import { enqueue } from '../queue/enqueue'
import type { Instant } from '../time/clock'
import type { Answer, AttemptOutcome, Command, CommittedCommand } from './command'
import { announcingChange } from './instruction-channel'
import type { LockTurn } from './lock-turn'
import { type ViewRow, viewColumns, viewRowOf } from './queries'
import { isDoneWhenAccepted, unlockTrackedMs } from './rules'

/** The row and column that a sealed answer is bound to. */
export const answerAad = (id: Id<'instruction'>): string => `instructions:${id}:answer`

/** Equal digits on the same lock have equal fingerprints. */
export const digitsFingerprint = (ctx: Pick<DeskContext, 'sealer'>, lockId: Id<'lock'>, digits: string): string =>
  ctx.sealer.fingerprint(`${lockId}:${digits}`, 'digits')

/** The same for finding: digits that were printed before a change of the key are found too. */
export const digitsFingerprints = (ctx: Pick<DeskContext, 'sealer'>, lockId: Id<'lock'>, digits: string): string[] =>
  ctx.sealer.fingerprints(`${lockId}:${digits}`, 'digits')

/**
 * Commits the outcome with what came with it (I18), trying until the database took it or the process stops. Gives the row as it
 * was committed; null when another outcome was there. `turn` is given back with it where that goes in one statement.
 */
export async function recordOutcome(
  ctx: DeskContext,
  sent: CommittedCommand,
  outcome: AttemptOutcome,
  turn?: Pick<LockTurn, 'inStatement'>,
): Promise<ViewRow | null> {
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
    try {
      const atOnce = await commitAtOnce(ctx, sent, outcome, turn)
      return atOnce === 'not-at-once' ? await commitOutcome(ctx, sent, outcome) : atOnce
    } catch (error) {
      ctx.log.error({ instructionId: sent.instructionId, ...errorFields(error) }, 'outcome not committed yet')
      if (ctx.background.stopping.aborted) throw error
      await ctx.clock.wait(pauseMs, ctx.background.stopping)
    }
  }
}

async function commitOutcome(
  ctx: DeskContext,
  sent: CommittedCommand,
  outcome: AttemptOutcome,
): Promise<ViewRow | null> {
  const { instructionId: id, command } = sent
  const now = ctx.clock.now()
  return withTransaction(ctx, async (tx) => {
    const [row] = await writing(ctx, tx, sent, outcome, now, isOpen(id)).returning({
      ...viewColumns,
      told: announcingChange({ propertyId: ctx.property.id, instructionId: id }),
    })
    if (!row) return null
    await recordAuditEvent({ ...ctx, now }, tx, lineOf(sent, outcome))
    if (isFollowedUp(command)) await enqueue(tx, 'instruction-answered', { instructionId: id })
    const { told: _, ...written } = row
    return written
  })
}

/**
 * All of it in one statement, when nothing follows it up and the activity still ends where this process saw it: what somebody at
 * the desk waits for. First the row is taken, then the end of the chain, as everywhere.
 */
async function commitAtOnce(
  ctx: DeskContext,
  sent: CommittedCommand,
  outcome: AttemptOutcome,
  turn: Pick<LockTurn, 'inStatement'> | undefined,
): Promise<ViewRow | null | 'not-at-once'> {
  const { db } = ctx
  const { instructionId: id, command } = sent
  const now = ctx.clock.now()
  if (isFollowedUp(command) || isTransaction(db)) return 'not-at-once'
  const line = auditEventInStatement({ ...ctx, now }, db, lineOf(sent, outcome))
  if (line === null) return 'not-at-once'
  const held = turn?.inStatement() ?? null
  const written = sql`exists (select from written)`
  const change = writing(ctx, db, sent, outcome, now, and(eq(instructions.id, id), sql`exists (select from chain)`))
  const { rows } = await db.execute<{ open: boolean; row: Record<string, unknown> | null }>(sql`
    with open as (select id from instructions where ${isOpen(id)} for update),
      chain as (${line.endHere(sql`exists (select from open)`)}),
      written as (${change.getSQL()} returning ${told}),
      moved as (${line.moved(written)}),
      told as (${line.told(written)}),
      given_back as (${held ? held.givingBack(written) : sql`select 1 as here`})
    select exists (select from open) as open, (select to_json(written) from written) as row,
      (select ${announcingChange({ propertyId: ctx.property.id, instructionId: id })} from written) as announced`)
  const [answer] = rows
  if (!answer?.open) return null
  if (answer.row === null) return 'not-at-once'
  line.done()
  held?.givenBack()
  return viewRowOf(answer.row)
}

const told = namesOf(viewColumns)

/** No outcome yet. A process that was thought dead may still know better than "unknown". */
const isOpen = (id: Id<'instruction'>) =>
  and(eq(instructions.id, id), or(isNull(instructions.outcome), eq(instructions.outcomeReason, processDied)))

function writing(
  ctx: DeskContext,
  db: Database | Transaction,
  sent: CommittedCommand,
  outcome: AttemptOutcome,
  now: Instant,
  where: SQL | undefined,
) {
  const came =
    outcome.outcome === 'accepted'
      ? { outcomeReason: null, ...acceptedColumns(ctx, sent, outcome.answer, now) }
      : { outcomeReason: outcome.reason, vendorMessage: outcome.vendorMessage ?? null }
  const version = sql`${instructions.version} + 1`
  return db
    .update(instructions)
    .set({ outcome: outcome.outcome, outcomeAt: now, ...came, version })
    .where(where)
}

const lineOf = ({ instructionId, lock, command }: CommittedCommand, outcome: AttemptOutcome): AuditEntry => ({
  event: 'instruction.answered',
  lockId: lock.id,
  doorLabel: lock.label,
  instructionId,
  details: {
    kind: command.kind,
    outcome: outcome.outcome,
    ...(outcome.outcome === 'accepted' ? {} : { why: outcome.reason }),
  },
})

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
