import { eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requireProvedPerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { leaveLastFactor, lockFactors } from './change-factors'

/** The authenticator app counts no longer. Throws `second-factor-required`, `password-too-short`. */
export async function removeTotp(ctx: HouseContext): Promise<void> {
  const { personId } = requireProvedPerson(ctx)
  await withTransaction(ctx, async (tx) => {
    const { person, passkeys } = await lockFactors(tx, personId)
    if (person.totpConfirmedAt === null) throw new DeskError('not-found')
    if (passkeys === 0) await leaveLastFactor(tx, person)
    await tx
      .update(people)
      .set({ totpSealed: null, totpConfirmedAt: null, totpStep: null })
      .where(eq(people.id, personId))
    await recordAuditEvent(ctx, tx, {
      event: 'person.factor-removed',
      subjectId: personId,
      details: { factor: 'totp' },
    })
  })
}
