import { and, eq, isNull, ne } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requirePerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { sessions } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import { sessionInput } from './input'

/** Ends one of one's own sessions on another device; somebody else's is not found. */
export async function endOwnSession(ctx: HouseContext, input: { sessionId: Id<'session'> }): Promise<void> {
  const { personId } = requirePerson(ctx)
  const { sessionId } = parseInput(sessionInput, input)
  await withTransaction(ctx, async (tx) => {
    const [own] = await tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.personId, personId)))
    if (!own) throw new DeskError('not-found')
    if (await endSession(tx, sessionId, ctx.now)) {
      await recordAuditEvent(ctx, tx, { event: 'session.ended', subjectId: sessionId })
    }
  })
}

/** Ends the session that asks. */
export async function signOut(ctx: HouseContext): Promise<void> {
  const { sessionId } = requirePerson(ctx)
  await withTransaction(ctx, async (tx) => {
    if (await endSession(tx, sessionId, ctx.now)) {
      await recordAuditEvent(ctx, tx, { event: 'person.signed-out', subjectId: sessionId })
    }
  })
}

async function endSession(tx: Transaction, sessionId: Id<'session'>, now: Instant): Promise<boolean> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id })
  return ended.length > 0
}

/** Part of another change to the account: every session of the person ends, save `except`. Returns how many. */
export async function endSessionsOf(
  tx: Transaction,
  personId: Id<'person'>,
  now: Instant,
  except?: Id<'session'>,
): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: now })
    .where(
      and(
        eq(sessions.personId, personId),
        isNull(sessions.endedAt),
        except === undefined ? undefined : ne(sessions.id, except),
      ),
    )
    .returning({ id: sessions.id })
  return ended.length
}
