import type { DeskContext } from '../access/context'
import { isDeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { LockView } from '../locks/contract'
import { getLock } from '../locks/queries'
import { refreshLock } from '../locks/refresh-lock'
import { type Instant, secondMs } from '../time/clock'

/** *Guest cannot get in* promises its answer within 10 s. */
export const lookLimitMs = 8 * secondMs

const unanswered = ['lock-server-unreachable', 'certificate-not-trusted', 'connection-missing', 'lock-name-unusable']

/** What is known of a lock after asking for it now, or within the limit as it was known; throws `not-found`, `not-allowed`. */
export async function lookAtDoor(
  ctx: DeskContext,
  lockId: Id<'lock'>,
): Promise<{ now: Instant; lock: LockView; fresh: boolean }> {
  const waiting = new AbortController()
  const asked = refreshLock(ctx, { lockId }).catch((error: unknown) => {
    if (isDeskError(error) && unanswered.includes(error.code)) return null
    throw error
  })
  const answer = await Promise.race([asked, ctx.clock.wait(lookLimitMs, waiting.signal).then(() => null)])
  waiting.abort()
  // Given up on, it still ends by itself; what it may yet throw is nobody's.
  asked.catch(() => undefined)
  const now = ctx.clock.now()
  return { now, lock: answer ?? (await getLock({ ...ctx, now }, lockId)), fresh: answer !== null }
}
