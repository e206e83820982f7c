import { eq } from 'drizzle-orm'
import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { grantFor } from '../access/permissions'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { endSessionsOf } from './end-session'
import { personInput } from './input'
import { isOnlyActiveAccount, lockStaffMember, otherActiveRoles } from './lock-staff'
import { hasOnlyDeskRoles, roleChangeFault } from './rules'

/**
 * The account opens nothing any more, from the next request on (I31). A manager may do it to desk roles; nobody to
 * somebody who also works at another property (their roles here are taken instead). Throws as `changeRoles`.
 */
export async function disablePerson(ctx: DeskContext, input: { personId: Id<'person'> }): Promise<void> {
  requirePermission(ctx, 'staff.deactivate-desk')
  const { personId } = parseInput(personInput, input)
  await withTransaction(ctx, async (tx) => {
    const { person, roles, worksElsewhere } = await lockStaffMember(tx, ctx.property.id, personId)
    const mayEdit = ctx.actor.kind === 'staff' && grantFor(ctx.actor.roles, 'staff.edit') !== null
    if (!mayEdit && !hasOnlyDeskRoles(roles))
      throw new DeskError('not-allowed', { details: { roles: ['administrator'] } })
    if (mayEdit) requirePermission(ctx, 'staff.edit')
    if (worksElsewhere) throw new DeskError('works-elsewhere')
    const fault = roleChangeFault({
      before: roles,
      after: [],
      own: personIdOf(ctx.actor) === personId,
      onlyActiveAccount: await isOnlyActiveAccount(tx, personId),
      othersActive: await otherActiveRoles(tx, ctx.property.id, personId),
    })
    if (fault) throw new DeskError(fault, { details: { name: person.name } })
    if (person.disabledAt !== null) return
    await tx.update(people).set({ disabledAt: ctx.now }).where(eq(people.id, personId))
    const sessions = await endSessionsOf(tx, personId, ctx.now)
    await recordAuditEvent(ctx, tx, {
      event: 'person.disabled',
      subjectId: personId,
      details: { name: person.name, sessions },
    })
  })
}

/** The account works again, with the password it had. */
export async function enablePerson(ctx: DeskContext, input: { personId: Id<'person'> }): Promise<void> {
  requirePermission(ctx, 'staff.edit')
  const { personId } = parseInput(personInput, input)
  await withTransaction(ctx, async (tx) => {
    const { person, worksElsewhere } = await lockStaffMember(tx, ctx.property.id, personId)
    if (worksElsewhere) throw new DeskError('works-elsewhere')
    if (person.disabledAt === null) return
    await tx.update(people).set({ disabledAt: null }).where(eq(people.id, personId))
    await recordAuditEvent(ctx, tx, {
      event: 'person.enabled',
      subjectId: personId,
      details: { name: person.name },
    })
  })
}
