import { and, eq, isNull } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requirePerson } from '../access/require-person'
import { recordAuditEvent, recordCountedAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people, sessions } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Instant } from '../time/clock'
import { countTry } from './count-try'
import { verifyPassword } from './hash-password'
import { provePasswordInput } from './input'

/** *R* of product.md: proves with the password that the same person still sits there. Throws `wrong-credentials`, `too-many-tries`. */
export async function signInAgain(
  ctx: HouseContext,
  input: { password: string },
  place: { address: string },
): Promise<{ provedAt: Instant }> {
  const { personId, sessionId } = requirePerson(ctx)
  const { password } = parseInput(provePasswordInput, input)
  const [person] = await ctx.db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new DeskError('not-signed-in')
  const counted = await countTry(ctx, { account: person.email, address: place.address })
  const later = { ...ctx, now: ctx.clock.now() }
  if (!(await verifyPassword(person.passwordHash, password))) {
    await withTransaction(later, (tx) =>
      recordCountedAuditEvent(later, tx, { event: 'person.sign-in-failed', details: { again: true } }),
    )
    throw new DeskError('wrong-credentials', { fields: { password: 'wrong' } })
  }
  await counted.succeeded()
  await withTransaction(later, async (tx) => {
    const proved = await tx
      .update(sessions)
      .set({ provedAt: later.now, usedAt: later.now })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
      .returning({ id: sessions.id })
    if (proved.length === 0) throw new DeskError('not-signed-in')
    await recordAuditEvent(later, tx, { event: 'person.signed-in-again', subjectId: sessionId })
  })
  return { provedAt: later.now }
}
