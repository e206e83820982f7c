import type { DeskContext } from '../access/context'
import { claimBriefLease, claimLease, releaseLease } from '../db/leases'
import type { Id } from '../ids/ids'
import { errorFields } from '../log/log'
import type { CommittedCommand } from './command'

/** R20's lease on a lock: lapses by itself when the process dies, renewed while the answer is awaited. */
const leaseMs = 20_000
const renewEveryMs = 6_000

const nameOf = (lockId: Id<'lock'>): string => `lock:${lockId}`

/** Takes the lock's turn; a database that does not answer just now is a turn that has not come. */
export async function takeTurn(ctx: DeskContext, { lock, instructionId }: CommittedCommand): Promise<boolean> {
  try {
    // It need not outlive the database's own death: the mark of the one sending does.
    return await claimBriefLease(ctx.db, nameOf(lock.id), instructionId, leaseMs)
  } catch (error) {
    ctx.log.warn({ lease: nameOf(lock.id), ...errorFields(error) }, 'lease not claimed')
    return false
  }
}

/** Renews the turn until the signal. */
export async function keepTurn(
  ctx: DeskContext,
  { lock, instructionId }: CommittedCommand,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await ctx.clock.wait(renewEveryMs, signal)
    if (signal.aborted) return
    await claimLease(ctx.db, nameOf(lock.id), instructionId, leaseMs).catch((error: unknown) =>
      ctx.log.warn({ lease: nameOf(lock.id), ...errorFields(error) }, 'lease not renewed'),
    )
  }
}

/** The next command to this lock may go. */
export async function giveTurnBack(ctx: DeskContext, { lock, instructionId }: CommittedCommand): Promise<void> {
  await releaseLease(ctx.db, nameOf(lock.id), instructionId).catch((error: unknown) =>
    ctx.log.warn({ lease: nameOf(lock.id), ...errorFields(error) }, 'lease not given back'),
  )
}
