import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { recordCountedAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { checkPasskey } from './check-passkey'
import { findPendingSignIn, isPendingOf } from './pending-sign-in'
import type { SignedInPerson } from './sign-in'
import { type SessionPlace, startSession } from './start-session'

/**
 * With `pending` a passkey is the second step; without, one that verified its person stands for password and second factor.
 * Not counted: a signature cannot be guessed. Throws `passkey-refused`, `sign-in-ended`, `one-time-password-ended`.
 */
export async function signInWithPasskey(
  ctx: HouseContext,
  input: { passkey: unknown; pending: string | undefined },
  place: SessionPlace,
): Promise<SignedInPerson> {
  if (ctx.actor.kind !== 'visitor') throw new DeskError('not-allowed')
  const { passkey, pending } = input
  const found = pending === undefined ? null : await findPendingSignIn(ctx, pending)
  if (pending !== undefined && !found) throw new DeskError('sign-in-ended')
  const checked = await checkPasskey(ctx, passkey, { askedFor: found?.personId ?? null })
  if (!checked) return refused(ctx, place)
  const signedIn = await withTransaction(ctx, async (tx): Promise<SignedInPerson | null> => {
    const [person] = await tx.select().from(people).where(eq(people.id, checked.personId)).for('update')
    if (!person || person.disabledAt !== null) return null
    if (pending !== undefined && !isPendingOf(ctx, pending, person)) throw new DeskError('sign-in-ended')
    const { id: personId, locale: language, oneTimePasswordUntil } = person
    if (oneTimePasswordUntil !== null && oneTimePasswordUntil <= ctx.now) throw new DeskError('one-time-password-ended')
    const sessionId = await startSession(ctx, tx, person, place, 'passkey')
    return { sessionId, personId, language, oneTimePassword: oneTimePasswordUntil !== null, factor: 'passkey' }
  })
  return signedIn ?? refused(ctx, place)
}

async function refused(ctx: HouseContext, place: SessionPlace): Promise<never> {
  await withTransaction(ctx, (tx) =>
    recordCountedAuditEvent(ctx, tx, {
      event: 'person.sign-in-failed',
      address: place.address,
      details: { second: true },
    }),
  )
  throw new DeskError('passkey-refused')
}
