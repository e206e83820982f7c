import { and, eq, isNull } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requirePerson } from '../access/require-person'
import { sessions } from '../db/schema/staff'

/** The session opens nothing from the next request on, until its person proved who they are. No line in the activity: it is pressed all day. */
export async function lockScreen(ctx: HouseContext): Promise<void> {
  const { sessionId } = requirePerson(ctx)
  await ctx.db
    .update(sessions)
    .set({ lockedAt: ctx.now })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt), isNull(sessions.lockedAt)))
}
