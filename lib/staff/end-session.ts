import { and, eq, isNotNull, isNull, ne } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requirePerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { people, sessions } from '../db/schema/staff'
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
      await endShift(tx, personId, sessionId, ctx.now)
      await recordAuditEvent(ctx, tx, { event: 'session.ended', subjectId: sessionId })
    }
  })
}

/** Ends the session that asks, and the shift at a registered computer with it: a PIN is not taken there until the next full sign-in. */
export async function signOut(ctx: HouseContext): Promise<void> {
  const { personId, sessionId } = requirePerson(ctx)
  await withTransaction(ctx, async (tx) => {
    await endShift(tx, personId, sessionId, ctx.now)
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

/** Everything of the person at the computer of that session: none of it carries a PIN any more. */
async function endShift(
  tx: Transaction,
  personId: Id<'person'>,
  sessionId: Id<'session'>,
  now: Instant,
): Promise<void> {
  const [session] = await tx.select().from(sessions).where(eq(sessions.id, sessionId))
  if (!session?.computerId) return
  const there = and(eq(sessions.personId, personId), eq(sessions.computerId, session.computerId))
  await tx
    .update(sessions)
    .set({ endedAt: now })
    .where(and(there, isNull(sessions.endedAt), ne(sessions.id, sessionId)))
  await tx
    .update(sessions)
    .set({ fullAt: null })
    .where(and(there, isNotNull(sessions.fullAt)))
}

/**
 * Part of a sign-in: the browser's former session ends. Returns whose it was when it was somebody else's: the sign-in's own
 * line of the activity tells it. The shift of that person goes on: their PIN brings them back.
 */
export async function endReplacedSession(
  ctx: HouseContext,
  tx: Transaction,
  personId: Id<'person'>,
  replaced: Id<'session'> | null | undefined,
): Promise<string | null> {
  if (!replaced) return null
  const ended = await endSession(tx, replaced, ctx.now)
  if (!ended) return null
  const [whose] = await tx
    .select({ id: people.id, name: people.name })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(eq(sessions.id, replaced))
  return whose && whose.id !== personId ? whose.name : null
}

/**
 * Part of another change to the account: every session of the person ends, save `except`, and none of them carries a PIN any
 * more. Returns how many ended.
 */
export async function endSessionsOf(
  tx: Transaction,
  personId: Id<'person'>,
  now: Instant,
  except?: Id<'session'>,
): Promise<number> {
  const others = except === undefined ? undefined : ne(sessions.id, except)
  const ended = await tx
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.personId, personId), isNull(sessions.endedAt), others))
    .returning({ id: sessions.id })
  await tx
    .update(sessions)
    .set({ fullAt: null })
    .where(and(eq(sessions.personId, personId), isNotNull(sessions.fullAt), others))
  return ended.length
}
