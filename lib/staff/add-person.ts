import { eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import type { Role } from '../access/permissions'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { properties } from '../db/schema/properties'
import { people, staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { newId } from '../ids/ids'
import { recordNotice } from '../notices/record-notice'
import type { OneTimePassword } from './contract'
import { newPersonInput } from './input'
import { makeOneTimePassword } from './make-one-time-password'
import { floorDetails, ownFloorsOf } from './rules'

/**
 * Somebody new at this property, with a one-time password that is returned once; managers are told. Who has an account from another
 * property keeps it and its password. Throws `email-taken` when they work here already, `account-disabled` when it is switched
 * off where they work: with roles here too, neither property could switch it on again.
 */
export async function addPerson(
  ctx: DeskContext,
  input: { name: string; email: string; roles: readonly Role[]; floors?: readonly string[] | null },
): Promise<OneTimePassword> {
  requirePermission(ctx, 'staff.edit')
  const { name, email, roles, floors: picked } = parseInput(newPersonInput, input)
  const floors = ownFloorsOf(roles, picked)
  const made = await makeOneTimePassword(ctx.now)
  return withTransaction(ctx, async (tx) => {
    await tx.select({ id: properties.id }).from(properties).where(eq(properties.id, ctx.property.id)).for('update')
    const [inserted] = await tx
      .insert(people)
      .values({
        id: newId('person'),
        email,
        name,
        passwordHash: made.passwordHash,
        passwordChangedAt: ctx.now,
        oneTimePasswordUntil: made.until,
        createdAt: ctx.now,
      })
      .onConflictDoNothing({ target: people.email })
      .returning()
    const person = inserted ?? (await tx.select().from(people).where(eq(people.email, email)).for('update'))[0]
    if (!person) throw new DeskError('changed-meanwhile')
    const held = await tx
      .select({ propertyId: staffRoles.propertyId })
      .from(staffRoles)
      .where(eq(staffRoles.personId, person.id))
    if (held.some(({ propertyId }) => propertyId === ctx.property.id))
      throw new DeskError('email-taken', { fields: { email: 'email-taken' } })
    if (person.disabledAt !== null && held.length > 0)
      throw new DeskError('account-disabled', { fields: { email: 'account-disabled' } })
    await tx.insert(staffRoles).values(
      [...new Set(roles)].map((role) => ({
        personId: person.id,
        propertyId: ctx.property.id,
        role,
        givenAt: ctx.now,
        floors: role === 'housekeeping' ? floors : null,
      })),
    )
    await recordAuditEvent(ctx, tx, {
      event: 'person.added',
      subjectId: person.id,
      details: {
        name: person.name,
        roles: roles.join(' · '),
        existing: inserted === undefined,
        ...floorDetails(floors, null),
      },
    })
    await recordNotice(ctx, tx, {
      kind: 'person-added',
      subject: { id: person.id, label: person.name },
      details: { roles: roles.join(' · ') },
    })
    return {
      personId: person.id,
      name: person.name,
      email: person.email,
      password: inserted ? made.password : null,
      until: inserted ? made.until : null,
    }
  })
}
