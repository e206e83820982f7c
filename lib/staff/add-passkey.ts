import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { HouseContext } from '../access/context'
import { requireProvedPerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { passkeys } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { type Id, newId } from '../ids/ids'
import { relyingParty } from './ask-passkey'
import { lockFactors, noteNewFactor } from './change-factors'
import { takeChallenge } from './check-passkey'
import { factorLimits } from './contract'
import { newPasskeyInput } from './input'

/**
 * A passkey that was made in answer to `askNewPasskey` counts from now on. Throws `passkey-refused` (another page's or house's, too old,
 * changed), `passkey-known`, `too-many-passkeys`.
 */
export async function addPasskey(
  ctx: HouseContext,
  input: { name: string; passkey: unknown },
): Promise<{ id: Id<'passkey'>; recoveryCodes: string[] | null; sessionsEnded: number }> {
  const { personId, sessionId } = requireProvedPerson(ctx)
  const { name, passkey } = parseInput(newPasskeyInput, input)
  const response = passkey as RegistrationResponseJSON
  const challenge = await takeChallenge(ctx, response.response.clientDataJSON, personId)
  if (challenge === null) throw new DeskError('passkey-refused')
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const checked = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: ctx.publicUrl,
    expectedRPID: relyingParty(ctx),
    requireUserVerification: false,
  }).catch(() => null)
  if (!checked?.verified) throw new DeskError('passkey-refused')
  const { credential } = checked.registrationInfo
  return withTransaction(ctx, async (tx) => {
    const before = await lockFactors(tx, personId)
    if (before.passkeys >= factorLimits.passkeys) throw new DeskError('too-many-passkeys')
    const id = newId('passkey')
    const added = await tx
      .insert(passkeys)
      .values({
        id,
        personId,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: (credential.transports ?? []).join(','),
        name,
        createdAt: ctx.now,
        usedAt: null,
      })
      .onConflictDoNothing({ target: passkeys.credentialId })
      .returning({ id: passkeys.id })
    if (added.length === 0) throw new DeskError('passkey-known')
    const first = before.person.totpConfirmedAt === null && before.passkeys === 0
    const noted = await noteNewFactor(ctx, tx, { personId, sessionId, by: 'passkey', first })
    await recordAuditEvent(ctx, tx, {
      event: 'person.factor-set-up',
      subjectId: id,
      details: { factor: 'passkey', name, sessions: noted.sessionsEnded },
    })
    return { id, ...noted }
  })
}
