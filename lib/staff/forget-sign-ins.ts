import { and, lt, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { withTransaction } from '../db/database'
import { factorResetCodes, passkeyChallenges, rateCounts, sessions, signInFailures } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { keptLimits } from './contract'

/**
 * Regular work of Keydesk itself: sessions that ended 90 days ago or longer, forgotten failures, counts and questions go.
 * The newest session of everybody stays: it says when they last used Keydesk. Returns how many sessions went.
 */
export async function forgetSignIns(ctx: HouseContext): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { now } = ctx
  return withTransaction(ctx, async (tx) => {
    await tx.delete(signInFailures).where(lt(signInFailures.lastFailedAt, now - keptLimits.countsMs))
    await tx.delete(passkeyChallenges).where(lt(passkeyChallenges.madeAt, now - keptLimits.challengesMs))
    await tx.delete(factorResetCodes).where(lt(factorResetCodes.madeAt, now - keptLimits.countsMs))
    await tx.delete(rateCounts).where(lt(rateCounts.windowAt, now - keptLimits.countsMs))
    // What was last used so long ago is over, whether or not somebody ended it.
    const over = lt(
      sql`coalesce(${sessions.endedAt}, ${sessions.usedAt})`,
      new Date(now - keptLimits.sessionsMs).toISOString(),
    )
    const newer = sql`exists (select 1 from sessions n where n.person_id = ${sessions.personId}
      and (n.used_at, n.id) > (${sessions.usedAt}, ${sessions.id}))`
    const forgotten = await tx.delete(sessions).where(and(over, newer)).returning({ id: sessions.id })
    return forgotten.length
  })
}
