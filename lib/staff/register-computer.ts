import { and, eq, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { requirePerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { deskComputers, sessions } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { type Id, newId, randomText } from '../ids/ids'
import { findComputer, hashComputerToken } from './find-computer'
import { newComputerInput } from './input'

/**
 * The browser that asks stands at the counter and takes PINs from now on; `token` is for its cookie, and only its hash is kept.
 * Who registers has signed in there. Throws `computer-known` while the browser is registered, here or at another property.
 */
export async function registerComputer(
  ctx: DeskContext,
  input: { name: string },
  place: { computerToken?: string | null | undefined },
): Promise<{ id: Id<'deskComputer'>; token: string }> {
  requirePermission(ctx, 'computer.register')
  const { personId, sessionId } = requirePerson(ctx)
  const { name } = parseInput(newComputerInput, input)
  if (await findComputer(ctx, place.computerToken)) throw new DeskError('computer-known')
  const [id, token] = [newId('deskComputer'), randomText(50)]
  await withTransaction(ctx, async (tx) => {
    await tx.insert(deskComputers).values({
      id,
      propertyId: ctx.property.id,
      name,
      tokenHash: hashComputerToken(ctx, token),
      registeredBy: personId,
      registeredAt: ctx.now,
    })
    // Two presses at once wait here for each other; the person was locked with the row above, before the session.
    const [session] = await tx.select().from(sessions).where(eq(sessions.id, sessionId)).for('no key update')
    if (session?.computerId && (await stands(tx, session.computerId))) throw new DeskError('computer-known')
    await tx.update(sessions).set({ computerId: id }).where(eq(sessions.id, sessionId))
    await recordAuditEvent(ctx, tx, { event: 'computer.registered', subjectId: id, details: { name } })
  })
  return { id, token }
}

async function stands(tx: Transaction, id: Id<'deskComputer'>): Promise<boolean> {
  const live = and(eq(deskComputers.id, id), isNull(deskComputers.removedAt))
  return (await tx.select({ id: deskComputers.id }).from(deskComputers).where(live)).length > 0
}
