import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { passkeyChallenges, passkeys } from '../db/schema/staff'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { readTransports, relyingParty } from './ask-passkey'
import { factorLimits } from './contract'
import { passkeyAnswerInput } from './input'

export interface CheckedPasskey {
  passkeyId: Id<'passkey'>
  personId: Id<'person'>
  /** By finger, face or PIN at the device: as good as password and second factor together. */
  userVerified: boolean
}

/**
 * Whether the answer is that of a passkey known here, to a question that was asked for `askedFor` (null = for anybody) within
 * five minutes, on a page of ours. The question is used up in any case. Null = no.
 */
export async function checkPasskey(
  ctx: HouseContext,
  answer: unknown,
  { askedFor }: { askedFor: Id<'person'> | null },
): Promise<CheckedPasskey | null> {
  const response = parseInput(passkeyAnswerInput, answer) as AuthenticationResponseJSON
  const challenge = await takeChallenge(ctx, response.response.clientDataJSON, askedFor)
  if (challenge === null) return null
  const [known] = await ctx.db.select().from(passkeys).where(eq(passkeys.credentialId, response.id))
  if (!known || (askedFor !== null && known.personId !== askedFor)) return null
  const { id, counter } = known
  // Half a megabyte of certificates' formats that most processes never need.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: ctx.publicUrl,
    expectedRPID: relyingParty(ctx),
    credential: {
      id: known.credentialId,
      publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')),
      counter,
      transports: readTransports(known.transports),
    },
    requireUserVerification: askedFor === null,
  }).catch(() => null)
  if (!checked?.verified) return null
  const { newCounter, userVerified } = checked.authenticationInfo
  // Two answers with one count: only the first is good.
  const noted = await ctx.db
    .update(passkeys)
    .set({ counter: newCounter, usedAt: ctx.now })
    .where(and(eq(passkeys.id, id), eq(passkeys.counter, counter)))
    .returning({ id: passkeys.id })
  return noted.length === 0 ? null : { passkeyId: id, personId: known.personId, userVerified }
}

/** The question that the answer names, gone with the first look at it; null when it was not asked for that person, or is too old. */
export async function takeChallenge(
  ctx: HouseContext,
  clientDataJSON: string,
  askedFor: Id<'person'> | null,
): Promise<string | null> {
  const challenge = challengeIn(clientDataJSON)
  if (challenge === null) return null
  const [taken] = await ctx.db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.challenge, challenge),
        gt(passkeyChallenges.madeAt, ctx.now - factorLimits.challengeMs),
        askedFor === null ? isNull(passkeyChallenges.personId) : eq(passkeyChallenges.personId, askedFor),
      ),
    )
    .returning()
  return taken?.challenge ?? null
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' && /^[\w-]{1,200}$/.test(challenge) ? challenge : null
  } catch {
    return null
  }
}
