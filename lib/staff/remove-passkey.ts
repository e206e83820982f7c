import { and, eq } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { requireProvedPerson } from '../access/require-person'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { passkeys } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { leaveLastFactor, lockFactors } from './change-factors'
import { passkeyInput } from './input'

/** One of one's own passkeys opens nothing any more. Throws `second-factor-required`, `password-too-short` for the last factor. */
export async function removePasskey(ctx: HouseContext, input: { passkeyId: Id<'passkey'> }): Promise<void> {
  const { personId } = requireProvedPerson(ctx)
  const { passkeyId } = parseInput(passkeyInput, input)
  await withTransaction(ctx, async (tx) => {
    const { person, passkeys: held } = await lockFactors(tx, personId)
    const [removed] = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.id, passkeyId), eq(passkeys.personId, personId)))
      .returning()
    if (!removed) throw new DeskError('not-found')
    if (held === 1 && person.totpConfirmedAt === null) await leaveLastFactor(tx, person)
    await recordAuditEvent(ctx, tx, {
      event: 'person.factor-removed',
      subjectId: passkeyId,
      details: { factor: 'passkey', name: removed.name },
    })
  })
}
