import { eq } from 'drizzle-orm'
import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import type { OneTimePassword } from './contract'
import { endSessionsOf } from './end-session'
import { personInput } from './input'
import { lockStaffMember } from './lock-staff'
import { makeOneTimePassword } from './make-one-time-password'

/**
 * For who has forgotten theirs: a one-time password, returned once, ends every session of theirs. That somebody used it
 * in the person's place shows: their own password no longer works and the activity says who reset it.
 */
export async function resetPassword(ctx: DeskContext, input: { personId: Id<'person'> }): Promise<OneTimePassword> {
  requirePermission(ctx, 'staff.edit')
  const { personId } = parseInput(personInput, input)
  if (personIdOf(ctx.actor) === personId) throw new DeskError('not-allowed')
  const made = await makeOneTimePassword(ctx.now)
  return withTransaction(ctx, async (tx) => {
    const { person, worksElsewhere } = await lockStaffMember(tx, ctx.property.id, personId)
    if (worksElsewhere) throw new DeskError('works-elsewhere')
    await tx
      .update(people)
      .set({
        passwordHash: made.passwordHash,
        passwordChangedAt: ctx.now,
        oneTimePasswordUntil: made.until,
        passwordShort: false,
      })
      .where(eq(people.id, personId))
    const sessions = await endSessionsOf(tx, personId, ctx.now)
    await recordAuditEvent(ctx, tx, {
      event: 'person.password-reset',
      subjectId: personId,
      details: { name: person.name, sessions },
    })
    return { personId, name: person.name, email: person.email, password: made.password, until: made.until }
  })
}
