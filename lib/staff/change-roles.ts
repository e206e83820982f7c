import { and, eq, notInArray } from 'drizzle-orm'
import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import type { Role } from '../access/permissions'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { recordNotice } from '../notices/record-notice'
import { changeRolesInput } from './input'
import { isOnlyActiveAccount, lockStaffMember, otherActiveRoles } from './lock-staff'
import { floorDetails, ownFloorsOf, roleChangeFault } from './rules'

/**
 * What a person may do at this property from their next request on (I31); without any role they no longer work
 * here. `floors` = of housekeeping, whose rooms they see (null = all, nothing = as before). Managers are told of every role that is given.
 * Throws `own-roles`, `last-manager`, `last-administrator`.
 */
export async function changeRoles(
  ctx: DeskContext,
  input: { personId: Id<'person'>; roles: readonly Role[]; floors?: readonly string[] | null },
): Promise<{ roles: readonly Role[] }> {
  requirePermission(ctx, 'staff.edit')
  const { personId, roles: wanted, floors: picked } = parseInput(changeRolesInput, input)
  const after = [...new Set(wanted)]
  return withTransaction(ctx, async (tx) => {
    const { person, roles: before, floors: floorsBefore } = await lockStaffMember(tx, ctx.property.id, personId)
    const floors = ownFloorsOf(after, picked === undefined ? floorsBefore : picked)
    const fault = roleChangeFault({
      before,
      after,
      own: personIdOf(ctx.actor) === personId,
      onlyActiveAccount: await isOnlyActiveAccount(tx, personId),
      othersActive: await otherActiveRoles(tx, ctx.property.id, personId),
    })
    if (fault) throw new DeskError(fault, { details: { name: person.name } })
    const here = and(eq(staffRoles.personId, personId), eq(staffRoles.propertyId, ctx.property.id))
    await tx.delete(staffRoles).where(after.length > 0 ? and(here, notInArray(staffRoles.role, after)) : here)
    // What they keep was given when it was given: the grace for a second factor does not begin anew.
    const added = after.filter((role) => !before.includes(role))
    if (added.length > 0) {
      const rows = added.map((role) => ({ personId, propertyId: ctx.property.id, role, givenAt: ctx.now }))
      await tx.insert(staffRoles).values(rows)
    }
    await tx
      .update(staffRoles)
      .set({ floors })
      .where(and(here, eq(staffRoles.role, 'housekeeping')))
    await recordAuditEvent(ctx, tx, {
      event: 'person.roles-changed',
      subjectId: personId,
      details: {
        name: person.name,
        before: before.join(' · '),
        after: after.join(' · '),
        ...floorDetails(floors, floorsBefore),
      },
    })
    if (added.length > 0) {
      await recordNotice(ctx, tx, {
        kind: 'role-raised',
        subject: { id: personId, label: person.name },
        details: { roles: added.join(' · ') },
      })
    }
    return { roles: after }
  })
}
