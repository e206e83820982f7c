import { and, eq, isNull, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { lockServerOf } from '../connections/lock-server-of'
import { type Database, type Transaction, withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { isDeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { CommandOutcome, KeyCode, LockServer } from '../lock-server/contract'
import { errorFields } from '../log/log'
import type { Instant } from '../time/clock'
import type { AttemptOutcome, CommittedCommand } from './command'
import { announceChange } from './instruction-channel'
import { giveTurnBack, keepTurn, takeTurn } from './lock-turn'
import { recordOutcome } from './record-outcome'
import { turnLimitMs } from './rules'

const turnPollMs = 120
/** A turn that came so late is told to who watches: until then it was "waiting", from then on it is "sending" (I3). */
const toldFromMs = 250

/** What this process is sending: each aborts once its outcome is committed, or is not to be had here. */
const underWay = new Map<Id<'instruction'>, AbortController>()

/** Sends a committed command in this process, outside the request; returns at once. Call it after the commit, never before. */
export function dispatchCommand(ctx: DeskContext, committed: CommittedCommand): void {
  ctx.background.run('send-command', () => sendCommand(ctx, committed))
}

/** Aborts once this process has committed the outcome; undefined when it is not sending that command (any more). */
export const untilAnswered = (id: Id<'instruction'>): AbortSignal | undefined => underWay.get(id)?.signal

/** Waits for the lock's turn, sends at most once (I1) and commits exactly one outcome. */
export async function sendCommand(ctx: DeskContext, committed: CommittedCommand): Promise<void> {
  const answered = new AbortController()
  underWay.set(committed.instructionId, answered)
  try {
    await sendInTurn(ctx, committed, answered)
  } finally {
    underWay.delete(committed.instructionId)
    answered.abort()
  }
}

async function sendInTurn(ctx: DeskContext, committed: CommittedCommand, answered: AbortController): Promise<void> {
  const startedMs = ctx.clock.monotonicMs()
  const leftMs = () => turnLimitMs - (ctx.clock.monotonicMs() - startedMs)
  const endUnsent = (reason: string) => recordOutcome(ctx, committed, { outcome: 'not-sent', reason })

  for (;;) {
    if (ctx.background.stopping.aborted) return endUnsent('stopping')
    if (leftMs() <= 0) return endUnsent('waited-too-long')
    if (await takeTurn(ctx, committed)) break
    await ctx.clock.wait(turnPollMs, ctx.background.stopping)
  }

  const renewing = new AbortController()
  const renewed = keepTurn(ctx, committed, renewing.signal)
  try {
    const cameLate = () => ctx.clock.monotonicMs() - startedMs > toldFromMs
    const outcome = await attempt(ctx, committed, Math.max(1, leftMs()), cameLate)
    if (outcome !== 'sent-elsewhere') await recordOutcome(ctx, committed, outcome)
    answered.abort()
  } finally {
    renewing.abort()
    await renewed
    await giveTurnBack(ctx, committed)
  }
}

/** Commits that the one sending begins, before its first byte. False: this intent was sent or answered before. */
async function markSending(ctx: DeskContext, committed: CommittedCommand, told: boolean): Promise<boolean> {
  const { instructionId } = committed
  const mark = async (db: Database | Transaction) => {
    const marked = await db
      .update(instructions)
      .set({ sendingAt: ctx.clock.now(), version: sql`${instructions.version} + 1` })
      .where(and(eq(instructions.id, instructionId), isNull(instructions.sendingAt), isNull(instructions.outcome)))
      .returning({ id: instructions.id })
    return marked.length > 0
  }
  // By itself a statement is its own transaction.
  if (!told) return mark(ctx.db)
  return withTransaction(ctx, async (tx) => {
    if (!(await mark(tx))) return false
    await announceChange(tx, { propertyId: ctx.property.id, instructionId })
    return true
  })
}

/**
 * One call; whatever goes wrong in it that is not told as a refusal before the send counts as unknown. `sent-elsewhere`
 * when somebody had marked the intent before: then the outcome is theirs to tell.
 */
async function attempt(
  ctx: DeskContext,
  committed: CommittedCommand,
  waitMs: number,
  cameLate: () => boolean,
): Promise<AttemptOutcome | 'sent-elsewhere'> {
  const { lock, command } = committed
  let sending = false
  let sentElsewhere = false
  const options = {
    turnMs: waitMs,
    signal: ctx.background.stopping,
    onTurn: async () => {
      sentElsewhere = !(await markSending(ctx, committed, cameLate()))
      if (sentElsewhere) throw new Error('the intent was sent or answered before')
    },
  }
  const call = (server: LockServer): Promise<AttemptOutcome> => {
    switch (command.kind) {
      case 'set-code':
        return server.setPasscode({ lockName: lock.name, ...windowOf(command), oneTime: command.oneTime }, options)
      case 'cancel-code':
        return server.cancelPasscode({ lockName: lock.name, digits: command.digits }, options)
      case 'unlock':
        return server.unlock(lock.name, options)
      case 'guest-key':
        return server.issueGuestKey({ lockName: lock.name, ...windowOf(command) }, options)
      case 'permanent-key':
        return server.issuePermanentKey(lock.name, options).then((outcome) => apartFromText(ctx, committed, outcome))
      case 'admin-key':
        return server.issueAdminKey(lock.name, options).then((outcome) => apartFromText(ctx, committed, outcome))
    }
  }
  try {
    const server = await lockServerOf(ctx)
    sending = true
    const outcome = await call(server)
    return sentElsewhere ? 'sent-elsewhere' : outcome
  } catch (error) {
    ctx.log.error({ ...errorFields(error), sending }, 'attempt failed')
    if (!sending) return { outcome: 'not-sent', reason: isDeskError(error) ? error.code : 'unexpected' }
    return { outcome: 'unknown', reason: 'unexpected' }
  }
}

/**
 * A key without an end is never stored: its text waits in memory for the session that pressed, and what goes on to the
 * ledger does not hold it. It is found only after the outcome is committed (I18; lib/permanent-keys).
 */
function apartFromText(
  ctx: DeskContext,
  { instructionId }: CommittedCommand,
  outcome: CommandOutcome<KeyCode>,
): AttemptOutcome {
  if (outcome.outcome !== 'accepted') return outcome
  const { actor } = ctx
  const text = outcome.answer.keyCode
  if (actor.kind === 'staff') ctx.passing.hold(instructionId, { text, sessionId: actor.sessionId })
  return { outcome: 'accepted', answer: {} }
}

const windowOf = ({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }) => ({ startsAt, endsAt })
