import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { factorResetCodes, people } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { type Id, randomText } from '../ids/ids'
import { factorResetLimits } from './contract'
import { factorColumns } from './factor-columns'
import { readTypedCode } from './rules'

/**
 * 100 random bits as `xxxxx-xxxxx-xxxxx-xxxxx`, to be printed once on the console, for who lost their second factor; an
 * earlier code ends. Throws `not-found` for an unknown or switched-off account, or one without a second factor.
 */
export async function makeFactorResetCode(
  ctx: HouseContext,
  input: { email: string },
): Promise<{ name: string; code: string }> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  return withTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ person: people, totp: factorColumns.totp, passkeys: factorColumns.passkeys })
      .from(people)
      .where(eq(people.email, input.email.trim().toLowerCase()))
    if (!found || found.person.disabledAt !== null || !(found.totp || found.passkeys)) throw new DeskError('not-found')
    const { id, name } = found.person
    const code = randomText(20)
    const values = {
      codeHash: hashFactorResetCode(ctx, id, code),
      madeAt: ctx.now,
      triesLeft: factorResetLimits.tries,
    }
    await tx
      .insert(factorResetCodes)
      .values({ personId: id, ...values })
      .onConflictDoUpdate({ target: factorResetCodes.personId, set: values })
    await recordAuditEvent(ctx, tx, { event: 'person.factor-reset-asked', subjectId: id, details: { name } })
    return { name, code: (code.match(/.{5}/g) ?? []).join('-') }
  })
}

export function hashFactorResetCode(ctx: HouseContext, personId: Id<'person'>, code: string): string {
  return ctx.sealer.fingerprint(`${personId} ${readTypedCode(code)}`, 'factor-reset-code')
}
