import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { recordCountedAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { countFactorTry } from './count-try'
import { secondStepInput } from './input'
import { findPendingSignIn, isPendingOf } from './pending-sign-in'
import { readTypedCode } from './rules'
import type { SignedInPerson } from './sign-in'
import { type SessionPlace, startSession } from './start-session'
import { takeFactorCode } from './take-factor-code'
import { isTotpCode } from './totp-codes'

/**
 * The second step: a code of the authenticator app, a recovery code or the console's reset code. Throws `sign-in-ended`
 * (begin anew), `second-factor-wrong` (wrong or used before, told alike), `too-many-tries`.
 */
export async function finishSignIn(
  ctx: HouseContext,
  input: { pending: string; code: string },
  place: SessionPlace,
): Promise<SignedInPerson> {
  if (ctx.actor.kind !== 'visitor') throw new DeskError('not-allowed')
  const { pending, code } = parseInput(secondStepInput, input)
  const found = await findPendingSignIn(ctx, pending)
  if (!found) throw new DeskError('sign-in-ended')
  const counted = await countFactorTry(ctx, found.personId, place.address, {
    guessable: isTotpCode(readTypedCode(code)),
  })
  const later = { ...ctx, now: ctx.clock.now() }
  const signedIn = await withTransaction(later, async (tx): Promise<SignedInPerson | null> => {
    const [person] = await tx.select().from(people).where(eq(people.id, found.personId)).for('update')
    if (!person || !isPendingOf(later, pending, person)) throw new DeskError('sign-in-ended')
    // Returned, not thrown, when wrong: the try that it took stays taken.
    const factor = await takeFactorCode(later, tx, person, code)
    if (factor === null) {
      await recordCountedAuditEvent(later, tx, {
        event: 'person.sign-in-failed',
        address: place.address,
        details: { second: true },
      })
      return null
    }
    const { id: personId, locale: language, oneTimePasswordUntil } = person
    const sessionId = await startSession(later, tx, person, place, factor)
    return { sessionId, personId, language, oneTimePassword: oneTimePasswordUntil !== null, factor }
  })
  if (!signedIn) throw new DeskError('second-factor-wrong')
  await counted.succeeded()
  return signedIn
}
