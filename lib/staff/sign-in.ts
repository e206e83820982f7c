import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { recordCountedAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import type { FactorKind } from './contract'
import { countTry } from './count-try'
import { factorColumns } from './factor-columns'
import { verifyPassword } from './hash-password'
import { signInInput } from './input'
import { sealPendingSignIn } from './pending-sign-in'
import { type SessionPlace, startSession } from './start-session'

export interface SignedInPerson {
  sessionId: Id<'session'>
  personId: Id<'person'>
  language: string | null
  oneTimePassword: boolean
  /** What was shown beside the password, or instead of it. */
  factor: FactorKind | null
}

/** `pending` = sealed proof of the password for `finishSignIn`; it is no session and opens nothing. */
export type SignInStep = { done: SignedInPerson; pending?: never } | { done?: never; pending: string }

/**
 * A visitor becomes a person with a session, or who has a second factor is asked for it. Throws `wrong-credentials` (unknown, wrong or disabled, told alike and after
 * the same work), `one-time-password-ended`, `too-many-tries`.
 */
export async function signIn(
  ctx: HouseContext,
  input: { email: string; password: string },
  place: SessionPlace,
): Promise<SignInStep> {
  if (ctx.actor.kind !== 'visitor') throw new DeskError('not-allowed')
  const { email, password } = parseInput(signInInput, input)
  const counted = await countTry(ctx, { account: email, address: place.address })
  // The wait is over: what is written now happens now, not when the request came.
  const later = { ...ctx, now: ctx.clock.now() }
  const [found] = await ctx.db
    .select({ person: people, totp: factorColumns.totp, passkeys: factorColumns.passkeys })
    .from(people)
    .where(eq(people.email, email))
  const person = found?.person
  const proved = await verifyPassword(person?.passwordHash, password)
  if (!person || !proved || person.disabledAt !== null) {
    await withTransaction(later, (tx) =>
      recordCountedAuditEvent(later, tx, { event: 'person.sign-in-failed', address: place.address }),
    )
    throw new DeskError('wrong-credentials')
  }
  if (person.oneTimePasswordUntil !== null && person.oneTimePasswordUntil <= later.now)
    throw new DeskError('one-time-password-ended')
  await counted.succeeded()
  if (found.totp || found.passkeys) return { pending: sealPendingSignIn(later, person) }
  const sessionId = await withTransaction(later, async (tx) => {
    const [still] = await tx.select().from(people).where(eq(people.id, person.id)).for('update')
    if (still?.passwordHash !== person.passwordHash || still.disabledAt !== null)
      throw new DeskError('wrong-credentials')
    return startSession(later, tx, person, place)
  })
  const { id: personId, locale: language, oneTimePasswordUntil } = person
  return { done: { sessionId, personId, language, oneTimePassword: oneTimePasswordUntil !== null, factor: null } }
}
