import { and, eq, gt, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { equalInConstantTime } from '../crypto/sealer'
import type { Transaction } from '../db/database'
import { factorResetCodes, passkeys, people, recoveryCodes } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import { factorResetLimits } from './contract'
import { endSessionsOf } from './end-session'
import { hashFactorResetCode } from './make-factor-reset-code'

/**
 * Takes one of the code's ten tries in the caller's transaction, which must commit either way. When it is right, authenticator
 * app, passkeys and recovery codes are gone and every session of the person ends.
 */
export async function spendFactorResetCode(
  ctx: HouseContext,
  tx: Transaction,
  person: { id: Id<'person'>; name: string },
  code: string,
): Promise<boolean> {
  const [tried] = await tx
    .update(factorResetCodes)
    .set({ triesLeft: sql`${factorResetCodes.triesLeft} - 1` })
    .where(
      and(
        eq(factorResetCodes.personId, person.id),
        gt(factorResetCodes.triesLeft, 0),
        gt(factorResetCodes.madeAt, ctx.now - factorResetLimits.lifeMs),
      ),
    )
    .returning()
  if (!tried || !equalInConstantTime(tried.codeHash, hashFactorResetCode(ctx, person.id, code))) return false
  await tx.delete(factorResetCodes).where(eq(factorResetCodes.personId, person.id))
  await tx.delete(passkeys).where(eq(passkeys.personId, person.id))
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.personId, person.id))
  await tx
    .update(people)
    .set({ totpSealed: null, totpConfirmedAt: null, totpStep: null })
    .where(eq(people.id, person.id))
  const ended = await endSessionsOf(tx, person.id, ctx.now)
  await recordAuditEvent(ctx, tx, {
    event: 'person.factor-reset',
    subjectId: person.id,
    details: { name: person.name, sessions: ended },
  })
  return true
}
