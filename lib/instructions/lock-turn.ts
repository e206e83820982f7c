import type { SQL, SQLWrapper } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { claimBriefLease, claimLease, claimLeaseAnd, releaseLease, releasingLease } from '../db/leases'
import { errorFields } from '../log/log'
import type { CommittedCommand } from './command'

/** R20's lease on a lock: lapses by itself when the process dies, renewed while the answer is awaited. */
const leaseMs = 20_000
const renewEveryMs = 6_000

export interface LockTurn {
  /** False: another command to this lock is under way, or the database does not answer just now. */
  take(): Promise<boolean>
  /**
   * Takes it and does `mark` in one statement; `mark` gets what must be true for it and returns a row when it did. `busy`: neither.
   * `token-replaced`: taken, `tokenIsCurrent` does not hold. `sent-elsewhere`: taken, `mark` found nothing to do. Throws what the
   * database does.
   */
  takeAndMark(
    tokenIsCurrent: SQL,
    mark: (when: SQL) => SQLWrapper,
  ): Promise<'marked' | 'busy' | 'token-replaced' | 'sent-elsewhere'>
  /** The next command to this lock may go. Does nothing when it was not taken. */
  giveBack(): Promise<void>
  /** The same as part of a statement, which tells `givenBack` when it did; null when it was not taken. */
  inStatement(): { givingBack: (when: SQL) => SQL; givenBack: () => void } | null
}

/** The turn of one command at its lock (R20), held from when it is taken. */
export function openTurn(ctx: DeskContext, { lock, instructionId }: CommittedCommand): LockTurn {
  const lease = { name: `lock:${lock.id}`, holder: instructionId, ttlMs: leaseMs }
  const over = new AbortController()
  let renewing: Promise<void> | null = null
  /** A renewal that was under way as the turn was given back would take it again. */
  let claiming = false
  let released = false
  const failed = (what: string) => (error: unknown) => {
    ctx.log.warn({ lease: lease.name, ...errorFields(error) }, what)
    return false
  }
  const hold = () => {
    renewing ??= keep()
  }

  async function keep(): Promise<void> {
    for (;;) {
      await ctx.clock.wait(renewEveryMs, over.signal)
      if (over.signal.aborted) return
      claiming = true
      await claimLease(ctx.db, lease.name, lease.holder, lease.ttlMs).catch(failed('lease not renewed'))
      claiming = false
    }
  }

  return {
    async take() {
      // It need not outlive the database's own death: the mark of the one sending does.
      const taken = await claimBriefLease(ctx.db, lease.name, lease.holder, lease.ttlMs).catch(
        failed('lease not claimed'),
      )
      if (taken) hold()
      return taken
    },
    async takeAndMark(tokenIsCurrent, mark) {
      const { claimed, allowed, done } = await claimLeaseAnd(ctx.db, lease, tokenIsCurrent, mark).catch((error) => {
        // It may have been taken all the same.
        hold()
        throw error
      })
      if (claimed) hold()
      if (done) return 'marked'
      return !claimed ? 'busy' : allowed ? 'sent-elsewhere' : 'token-replaced'
    },
    inStatement() {
      if (renewing === null) return null
      const givenBack = () => {
        over.abort()
        released = !claiming
      }
      return { givingBack: (when) => releasingLease(lease.name, lease.holder, when), givenBack }
    },
    async giveBack() {
      if (renewing === null) return
      over.abort()
      await renewing
      if (released) return
      await releaseLease(ctx.db, lease.name, lease.holder).catch(failed('lease not given back'))
    },
  }
}
