import { and, eq, isNull, or } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { keeperAccounts } from '../db/schema/connections'
import { isDeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { errorFields } from '../log/log'
import type { KeeperOutcome } from './contract'
import { lockServerOf } from './lock-server-of'

/** A committed account with its password, which is in memory only. */
interface Asked {
  id: Id<'keeperAccount'>
  username: string
  password: string
}

interface Attempt {
  outcome: KeeperOutcome
  reason: string | null
  vendorMessage: string | null
}

/** The reason of an outcome that nobody lived to see (I17). */
export const keeperProcessDied = 'process-died'

/** Sends at most once (I1) and commits exactly one outcome; call it after the intent's commit, never before. */
export async function sendKeeperAccount(ctx: DeskContext, asked: Asked): Promise<void> {
  const attempt = await sendOnce(ctx, asked)
  if (attempt === 'sent-elsewhere') return
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, 5_000)) {
    try {
      return await commitOutcome(ctx, asked, attempt)
    } catch (error) {
      ctx.log.error({ keeperAccountId: asked.id, ...errorFields(error) }, 'outcome not committed yet')
      if (ctx.background.stopping.aborted) throw error
      await ctx.clock.wait(pauseMs, ctx.background.stopping)
    }
  }
}

/** Whatever goes wrong that is not told as a refusal before the send counts as unknown. */
async function sendOnce(ctx: DeskContext, { id, username, password }: Asked): Promise<Attempt | 'sent-elsewhere'> {
  let sending = false
  let sentElsewhere = false
  const onTurn = async () => {
    sentElsewhere = !(await markSending(ctx, id))
    if (sentElsewhere) throw new Error('the intent was sent or answered before')
  }
  try {
    const server = await lockServerOf(ctx)
    sending = true
    const { stopping } = ctx.background
    const told = await server.createLockKeeper({ name: username, password }, { signal: stopping, onTurn })
    if (sentElsewhere) return 'sent-elsewhere'
    if (told.outcome === 'accepted') return { outcome: 'accepted', reason: null, vendorMessage: null }
    return { outcome: told.outcome, reason: told.reason, vendorMessage: told.vendorMessage }
  } catch (error) {
    ctx.log.error({ ...errorFields(error), sending }, 'attempt failed')
    if (sending) return { outcome: 'unknown', reason: 'unexpected', vendorMessage: null }
    return { outcome: 'not-sent', reason: isDeskError(error) ? error.code : 'unexpected', vendorMessage: null }
  }
}

/** Commits that the one sending begins, before its first byte. */
async function markSending(ctx: DeskContext, id: Id<'keeperAccount'>): Promise<boolean> {
  const marked = await ctx.db
    .update(keeperAccounts)
    .set({ sendingAt: ctx.clock.now() })
    .where(and(eq(keeperAccounts.id, id), isNull(keeperAccounts.sendingAt), isNull(keeperAccounts.outcome)))
    .returning({ id: keeperAccounts.id })
  return marked.length > 0
}

async function commitOutcome(ctx: DeskContext, { id, username }: Asked, attempt: Attempt): Promise<void> {
  const now = ctx.clock.now()
  const { outcome, reason, vendorMessage } = attempt
  await withTransaction(ctx, async (tx) => {
    const told = await tx
      .update(keeperAccounts)
      .set({ outcome, outcomeReason: reason, outcomeAt: now, vendorMessage })
      // A process that was thought dead may still know better than "unknown".
      .where(
        and(
          eq(keeperAccounts.id, id),
          or(isNull(keeperAccounts.outcome), eq(keeperAccounts.outcomeReason, keeperProcessDied)),
        ),
      )
      .returning({ id: keeperAccounts.id })
    if (told.length === 0) return
    await recordAuditEvent({ ...ctx, now }, tx, {
      event: 'keeper-account.answered',
      subjectId: id,
      details: { username, outcome, ...(reason !== null && { why: reason }) },
    })
  })
}
