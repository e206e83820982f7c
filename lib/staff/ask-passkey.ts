import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { asc, eq, lt, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requirePerson, requireProvedPerson } from '../access/require-person'
import { withTransaction } from '../db/database'
import { passkeyChallenges, passkeys, people, rateCounts } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { minuteMs } from '../time/clock'
import { factorLimits } from './contract'
import { findPendingSignIn } from './pending-sign-in'
import { passkeysPossible } from './rules'

/** What a browser needs to make a passkey for the person who asks. Throws `too-many-passkeys`. */
export async function askNewPasskey(ctx: HouseContext): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { personId, name } = requireProvedPerson(ctx)
  const [person] = await ctx.db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new DeskError('not-signed-in')
  const known = await passkeysOf(ctx, personId)
  if (known.length >= factorLimits.passkeys) throw new DeskError('too-many-passkeys')
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const options = await generateRegistrationOptions({
    rpName: 'Keydesk',
    rpID: relyingParty(ctx),
    userID: new TextEncoder().encode(personId),
    userName: person.email,
    userDisplayName: name,
    attestationType: 'none',
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
  await keepChallenge(ctx, options.challenge, personId)
  return options
}

/** The question for *signed in again*: any passkey of the person who asks. */
export async function askPasskeyAgain(ctx: HouseContext): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { personId } = requirePerson(ctx)
  return ask(ctx, personId)
}

/**
 * The question at sign-in: for a passkey of whose second step it is, or, without one, for any that says by itself whose it
 * is and verifies its person. At most 30 a minute and address, as they are rows; throws `too-many-tries`.
 */
export async function askPasskeyToSignIn(
  ctx: HouseContext,
  input: { pending: string | undefined },
  place: { address: string },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  if (ctx.actor.kind !== 'visitor') throw new DeskError('not-allowed')
  const found = input.pending === undefined ? null : await findPendingSignIn(ctx, input.pending)
  if (input.pending !== undefined && !found) throw new DeskError('sign-in-ended')
  await countQuestion(ctx, place.address)
  return ask(ctx, found?.personId ?? null)
}

async function ask(ctx: HouseContext, personId: Id<'person'> | null): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(ctx),
    userVerification: personId === null ? 'required' : 'preferred',
    ...(personId && { allowCredentials: await passkeysOf(ctx, personId) }),
  })
  await keepChallenge(ctx, options.challenge, personId)
  return options
}

/** The name of this house to a passkey: the host of PUBLIC_URL. Throws `not-found` where browsers know no passkeys. */
export function relyingParty(ctx: HouseContext): string {
  if (!passkeysPossible(ctx.publicUrl)) throw new DeskError('not-found')
  return new URL(ctx.publicUrl).hostname
}

async function passkeysOf(ctx: HouseContext, personId: Id<'person'>) {
  const rows = await ctx.db
    .select()
    .from(passkeys)
    .where(eq(passkeys.personId, personId))
    .orderBy(asc(passkeys.createdAt))
  return rows.map(({ credentialId, transports }) => ({ id: credentialId, transports: readTransports(transports) }))
}

export const readTransports = (text: string) =>
  text === '' ? [] : (text.split(',') as ('usb' | 'nfc' | 'ble' | 'internal' | 'hybrid' | 'cable' | 'smart-card')[])

async function keepChallenge(ctx: HouseContext, challenge: string, personId: Id<'person'> | null): Promise<void> {
  await ctx.db.delete(passkeyChallenges).where(lt(passkeyChallenges.madeAt, ctx.now - factorLimits.challengeMs))
  await ctx.db.insert(passkeyChallenges).values({ challenge, personId, madeAt: ctx.now })
}

async function countQuestion(ctx: HouseContext, address: string): Promise<void> {
  const subject = `passkey-questions:${ctx.sealer.fingerprint(address, 'sign-in-address')}`
  const windowAt = Math.floor(ctx.now / minuteMs) * minuteMs
  const asked = await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .insert(rateCounts)
      .values({ subject, windowAt, count: 1 })
      .onConflictDoUpdate({
        target: [rateCounts.subject, rateCounts.windowAt],
        set: { count: sql`${rateCounts.count} + 1` },
      })
      .returning({ count: rateCounts.count })
    return row?.count ?? 1
  })
  if (asked > factorLimits.challengesPerMinute) throw new DeskError('too-many-tries', { details: { seconds: 60 } })
}
