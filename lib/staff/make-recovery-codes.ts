import type { HouseContext } from '../access/context'
import { requireProvedPerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { lockFactors, replaceRecoveryCodes } from './change-factors'

/** Ten new ones, returned once; the former work no longer. Throws `not-found` without a second factor that they could stand in for. */
export async function makeRecoveryCodes(ctx: HouseContext): Promise<{ recoveryCodes: string[] }> {
  const { personId } = requireProvedPerson(ctx)
  return withTransaction(ctx, async (tx) => {
    const { person, passkeys } = await lockFactors(tx, personId)
    if (person.totpConfirmedAt === null && passkeys === 0) throw new DeskError('not-found')
    const recoveryCodes = await replaceRecoveryCodes(ctx, tx, personId)
    await recordAuditEvent(ctx, tx, { event: 'person.recovery-codes-made', subjectId: personId })
    return { recoveryCodes }
  })
}
