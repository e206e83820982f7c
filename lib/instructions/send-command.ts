import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { lockServerOf } from '../connections/lock-server-of'
import { type Database, type Transaction, withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { isDeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { CommandOutcome, Condition, KeyCode, LockServer } from '../lock-server/contract'
import { errorFields } from '../log/log'
import type { Instant } from '../time/clock'
import type { AttemptOutcome, CommittedCommand } from './command'
import { announceChange } from './instruction-channel'
import { openTurn } from './lock-turn'
import type { ViewRow } from './queries'
import { recordOutcome } from './record-outcome'
import { turnLimitMs } from './rules'

const turnPollMs = 120
/** A turn that came so late is told to who watches: until then it was "waiting", from then on it is "sending" (I3). */
const toldFromMs = 250

/** A command of this process that is being sent. */
interface UnderWay {
  /** Aborts once its outcome is committed, or is not to be had here. */
  answered: AbortSignal
  /** The row with its outcome; null before that, and when the outcome is somebody else's. */
  committed: () => ViewRow | null
}

const underWay = new Map<Id<'instruction'>, UnderWay>()

/** Sends a committed command in this process, outside the request; returns at once. Call it after the commit, never before. */
export function dispatchCommand(ctx: DeskContext, committed: CommittedCommand): void {
  ctx.background.run('send-command', () => sendCommand(ctx, committed))
}

/** Undefined when this process is not sending that command (any more). */
export const findUnderWay = (id: Id<'instruction'>): UnderWay | undefined => underWay.get(id)

/** Waits for the lock's turn, sends at most once (I1) and commits exactly one outcome. */
export async function sendCommand(ctx: DeskContext, command: CommittedCommand): Promise<void> {
  const answered = new AbortController()
  let row: ViewRow | null = null
  underWay.set(command.instructionId, { answered: answered.signal, committed: () => row })
  try {
    await sendInTurn(ctx, command, (written) => {
      row = written
      answered.abort()
    })
  } finally {
    underWay.delete(command.instructionId)
    answered.abort()
  }
}

async function sendInTurn(
  ctx: DeskContext,
  committed: CommittedCommand,
  tell: (row: ViewRow | null) => void,
): Promise<void> {
  const startedMs = ctx.clock.monotonicMs()
  const leftMs = () => turnLimitMs - (ctx.clock.monotonicMs() - startedMs)
  const turn = openTurn(ctx, committed)
  const end = async (outcome: AttemptOutcome) => tell(await recordOutcome(ctx, committed, outcome, turn))
  const cameLate = () => ctx.clock.monotonicMs() - startedMs > toldFromMs

  try {
    if (ctx.background.stopping.aborted) return await end({ outcome: 'not-sent', reason: 'stopping' })
    // Nobody before it, as a rule: then its turn and the mark are one.
    const mark: { is: Begun | 'token-replaced' | 'not-tried' | 'doubtful' } = { is: 'not-tried' }
    const begin = async (tokenIsCurrent: SQL) => {
      if (cameLate()) return 'busy'
      try {
        mark.is = await turn.takeAndMark(tokenIsCurrent, (when) => marking(ctx, committed, when))
        // The database may have taken its time; no byte is out.
        return mark.is === 'marked' && leftMs() <= 0 ? 'busy' : mark.is
      } catch (error) {
        ctx.log.warn({ instructionId: committed.instructionId, ...errorFields(error) }, 'turn not taken')
        mark.is = 'doubtful'
        return 'busy'
      }
    }
    const first = await attempt(ctx, committed, Math.max(1, leftMs()), { begin })
    if (first === 'sent-elsewhere') return tell(null)
    // What failed on our side before anything began is tried once more when the turn has come.
    const failedHere = first !== 'busy' && first.outcome === 'not-sent' && first.reason === 'unexpected'
    if (first !== 'busy' && !(failedHere && mark.is === 'not-tried')) return await end(first)

    for (;;) {
      if (ctx.background.stopping.aborted) return await end({ outcome: 'not-sent', reason: 'stopping' })
      if (leftMs() <= 0) return await end({ outcome: 'not-sent', reason: 'waited-too-long' })
      if (await turn.take()) break
      await ctx.clock.wait(turnPollMs, ctx.background.stopping)
    }
    const onTurn = async () => {
      if (!(await markSending(ctx, committed, cameLate()))) return 'sent-elsewhere'
      return leftMs() <= 0 ? 'busy' : 'marked'
    }
    const outcome = await attempt(ctx, committed, Math.max(1, leftMs()), { onTurn })
    if (outcome === 'busy') return await end({ outcome: 'not-sent', reason: 'waited-too-long' })
    // The mark is our own then, of a statement whose answer was lost: nothing was sent after it, and nobody else will say so.
    if (outcome === 'sent-elsewhere' && mark.is === 'doubtful')
      return await end({ outcome: 'not-sent', reason: 'unexpected' })
    if (outcome === 'sent-elsewhere') return tell(null)
    await end(outcome)
  } finally {
    await turn.giveBack()
  }
}

/** The mark of the one sending; `when` must hold for it. */
function marking(
  ctx: DeskContext,
  { instructionId }: CommittedCommand,
  when?: SQL,
  db: Database | Transaction = ctx.db,
) {
  return db
    .update(instructions)
    .set({ sendingAt: ctx.clock.now(), version: sql`${instructions.version} + 1` })
    .where(and(eq(instructions.id, instructionId), isNull(instructions.sendingAt), isNull(instructions.outcome), when))
    .returning({ id: instructions.id })
}

/** Commits that the one sending begins, before its first byte. False: this intent was sent or answered before. */
async function markSending(ctx: DeskContext, committed: CommittedCommand, told: boolean): Promise<boolean> {
  // By itself a statement is its own transaction.
  if (!told) return (await marking(ctx, committed)).length > 0
  return withTransaction(ctx, async (tx) => {
    if ((await marking(ctx, committed, undefined, tx)).length === 0) return false
    await announceChange(tx, { propertyId: ctx.property.id, instructionId: committed.instructionId })
    return true
  })
}

type Begun = 'marked' | 'busy' | 'sent-elsewhere'

/** The last step before the first byte: unless it says `marked`, none goes out. One of the two, as in `CallOptions`. */
interface LastStep {
  onTurn?: () => Promise<Begun>
  begin?: (tokenIsCurrent: SQL) => Promise<Begun | 'token-replaced'>
}

/**
 * One call; whatever goes wrong in it that is not told as a refusal before the send counts as unknown. Where the last step says
 * other than `marked`, the attempt is what it said.
 */
async function attempt(
  ctx: DeskContext,
  committed: CommittedCommand,
  waitMs: number,
  { onTurn, begin }: LastStep,
): Promise<AttemptOutcome | Exclude<Begun, 'marked'>> {
  const { lock, command } = committed
  let sending = false
  let begun: Begun = 'marked'
  const goOn = (said: Begun) => {
    begun = said
    if (said !== 'marked') throw new Error(`not begun: ${said}`)
    return 'begun' as const
  }
  const options = {
    turnMs: waitMs,
    signal: ctx.background.stopping,
    ...(onTurn && { onTurn: async () => void goOn(await onTurn()) }),
    ...(begin && {
      begin: async (tokenIsCurrent: Condition) => {
        const said = await begin(sql`${tokenIsCurrent}`)
        return said === 'token-replaced' ? said : goOn(said)
      },
    }),
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
    return begun === 'marked' ? outcome : begun
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
