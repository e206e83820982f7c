import { and, eq, isNull, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { lockServerOf } from '../connections/lock-server-of'
import { withTransaction } from '../db/database'
import { claimLease, releaseLease } from '../db/leases'
import { instructions } from '../db/schema/instructions'
import { isDeskError } from '../errors/desk-error'
import { errorFields } from '../log/log'
import type { Instant } from '../time/clock'
import type { AttemptOutcome, CommittedCommand } from './command'
import { announceChange } from './instruction-channel'
import { recordOutcome } from './record-outcome'
import { turnLimitMs } from './rules'

/** R20's lease on a lock: lapses by itself when the process dies, renewed while the answer is awaited. */
const leaseMs = 20_000
const renewEveryMs = 6_000
const turnPollMs = 120

/** Sends a committed command in this process, outside the request; returns at once. Call it after the commit, never before. */
export function dispatchCommand(ctx: DeskContext, committed: CommittedCommand): void {
  ctx.background.run('send-command', () => sendCommand(ctx, committed))
}

/** Waits for the lock's turn, sends at most once (I1) and commits exactly one outcome. */
export async function sendCommand(ctx: DeskContext, committed: CommittedCommand): Promise<void> {
  const startedMs = ctx.clock.monotonicMs()
  const leaseName = `lock:${committed.lock.id}`
  const leftMs = () => turnLimitMs - (ctx.clock.monotonicMs() - startedMs)
  const endUnsent = (reason: string) => recordOutcome(ctx, committed, { outcome: 'not-sent', reason })

  for (let waited = false; ; waited = true) {
    if (ctx.background.stopping.aborted) return endUnsent('stopping')
    if (leftMs() <= 0) return endUnsent('waited-too-long')
    const turn = await takeTurn(ctx, committed, leaseName, waited)
    if (turn === 'taken') break
    if (turn === 'already-sent') return
    await ctx.clock.wait(turnPollMs, ctx.background.stopping)
  }

  const renewing = new AbortController()
  const renewed = keepLease(ctx, leaseName, committed.instructionId, renewing.signal)
  try {
    await recordOutcome(ctx, committed, await attempt(ctx, committed, Math.max(1, leftMs())))
  } finally {
    renewing.abort()
    await renewed
    await releaseLease(ctx.db, leaseName, committed.instructionId)
  }
}

/** Claims the lock's lease and marks the one sending, in one transaction: whoever finds the mark set sends nothing. */
async function takeTurn(
  ctx: DeskContext,
  { instructionId }: CommittedCommand,
  leaseName: string,
  waited: boolean,
): Promise<'taken' | 'busy' | 'already-sent'> {
  return withTransaction(ctx, async (tx) => {
    if (!(await claimLease(tx, leaseName, instructionId, leaseMs))) return 'busy'
    const marked = await tx
      .update(instructions)
      .set({ sendingAt: ctx.clock.now(), version: sql`${instructions.version} + 1` })
      .where(and(eq(instructions.id, instructionId), isNull(instructions.sendingAt), isNull(instructions.outcome)))
      .returning({ id: instructions.id })
    if (marked.length === 0) {
      await releaseLease(tx, leaseName, instructionId)
      return 'already-sent'
    }
    if (waited) await announceChange(tx, { propertyId: ctx.property.id, instructionId })
    return 'taken'
  })
}

async function keepLease(ctx: DeskContext, name: string, holder: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    await ctx.clock.wait(renewEveryMs, signal)
    if (signal.aborted) return
    await claimLease(ctx.db, name, holder, leaseMs).catch((error: unknown) =>
      ctx.log.warn({ lease: name, ...errorFields(error) }, 'lease not renewed'),
    )
  }
}

/** One call; whatever goes wrong in it that is not told as a refusal before the send counts as unknown. */
async function attempt(ctx: DeskContext, { lock, command }: CommittedCommand, waitMs: number): Promise<AttemptOutcome> {
  let sending = false
  try {
    const server = await lockServerOf(ctx)
    const options = { turnMs: waitMs, signal: ctx.background.stopping }
    sending = true
    switch (command.kind) {
      case 'set-code':
        return await server.setPasscode(
          { lockName: lock.name, ...windowOf(command), oneTime: command.oneTime },
          options,
        )
      case 'cancel-code':
        return await server.cancelPasscode({ lockName: lock.name, digits: command.digits }, options)
      case 'unlock':
        return await server.unlock(lock.name, options)
      case 'guest-key':
        return await server.issueGuestKey({ lockName: lock.name, ...windowOf(command) }, options)
    }
  } catch (error) {
    ctx.log.error({ ...errorFields(error), sending }, 'attempt failed')
    if (!sending) return { outcome: 'not-sent', reason: isDeskError(error) ? error.code : 'unexpected' }
    return { outcome: 'unknown', reason: 'unexpected' }
  }
}

const windowOf = ({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }) => ({ startsAt, endsAt })
