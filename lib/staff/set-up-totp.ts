import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requireProvedPerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import { lockFactors, noteNewFactor } from './change-factors'
import { factorLimits, type TotpDraft } from './contract'
import { countFactorTry } from './count-try'
import { totpInput } from './input'
import { findTotpStep, makeTotpSecret, totpUri } from './totp-codes'

/** Binds a sealed secret to its row (I32). */
export const totpAad = (personId: Id<'person'>) => `people.totp_sealed:${personId}`
const draftAad = (personId: Id<'person'>) => `totp-draft:${personId}`

/** A new secret to look at; nothing changes until a first code from it was right, and an earlier app works until then. */
export async function draftTotp(ctx: HouseContext): Promise<TotpDraft> {
  const { personId } = requireProvedPerson(ctx)
  const [person] = await ctx.db.select({ email: people.email }).from(people).where(eq(people.id, personId))
  if (!person) throw new DeskError('not-signed-in')
  const secret = makeTotpSecret()
  return {
    draft: ctx.sealer.seal(JSON.stringify({ secret, at: ctx.now }), draftAad(personId)),
    secret: (secret.match(/.{1,4}/g) ?? []).join(' '),
    uri: totpUri(secret, person.email),
  }
}

/** From now on the app counts. Throws `authenticator-code-wrong`, `set-up-ended` after half an hour, `too-many-tries`. */
export async function confirmTotp(
  ctx: HouseContext,
  input: { draft: string; code: string },
  place: { address: string },
): Promise<{ recoveryCodes: string[] | null; sessionsEnded: number }> {
  const { personId, sessionId } = requireProvedPerson(ctx)
  const { draft, code } = parseInput(totpInput, input)
  const secret = readDraft(ctx, personId, draft)
  const counted = await countFactorTry(ctx, personId, place.address)
  const later = { ...ctx, now: ctx.clock.now() }
  const step = findTotpStep(secret, code, { now: later.now, lastStep: null })
  if (step === null) throw new DeskError('authenticator-code-wrong', { fields: { code: 'wrong' } })
  await counted.succeeded()
  return withTransaction(later, async (tx) => {
    const { person, passkeys } = await lockFactors(tx, personId)
    const totpSealed = ctx.sealer.seal(secret, totpAad(personId))
    await tx
      .update(people)
      .set({ totpSealed, totpConfirmedAt: later.now, totpStep: step })
      .where(eq(people.id, personId))
    const first = person.totpConfirmedAt === null && passkeys === 0
    const noted = await noteNewFactor(later, tx, { personId, sessionId, by: 'totp', first })
    await recordAuditEvent(later, tx, {
      event: 'person.factor-set-up',
      subjectId: personId,
      details: { factor: 'totp', sessions: noted.sessionsEnded },
    })
    return noted
  })
}

function readDraft(ctx: HouseContext, personId: Id<'person'>, draft: string): string {
  try {
    const { secret, at } = JSON.parse(ctx.sealer.unseal(draft, draftAad(personId))) as { secret: string; at: Instant }
    if (ctx.now - at < factorLimits.totpDraftMs) return secret
  } catch {
    // Of somebody else, or changed on the way.
  }
  throw new DeskError('set-up-ended')
}
