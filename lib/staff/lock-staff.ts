import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Transaction } from '../db/database'
import { properties } from '../db/schema/properties'
import { people, staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'

/** The person with their roles everywhere, while nobody else changes roles at any of these properties or at `propertyId`. */
export async function lockStaffMember(tx: Transaction, propertyId: Id<'property'>, personId: Id<'person'>) {
  const places = await tx
    .selectDistinct({ id: staffRoles.propertyId })
    .from(staffRoles)
    .where(eq(staffRoles.personId, personId))
  const ids = [...new Set([propertyId, ...places.map((place) => place.id)])]
  await tx
    .select({ id: properties.id })
    .from(properties)
    .where(inArray(properties.id, ids))
    .orderBy(asc(properties.id))
    .for('update')
  const [person] = await tx.select().from(people).where(eq(people.id, personId)).for('update')
  const held = await tx.select().from(staffRoles).where(eq(staffRoles.personId, personId))
  const here = held.filter((row) => row.propertyId === propertyId)
  const roles = here.map((row) => row.role)
  const floors = here.find((row) => row.role === 'housekeeping')?.floors ?? null
  // Somebody else's staff are not found, whoever asks (I29).
  if (!person || roles.length === 0) throw new DeskError('not-found')
  return { person, roles, floors, worksElsewhere: held.length > roles.length }
}

/** The roles of everybody else who is active at the property, one list per person. */
export async function otherActiveRoles(tx: Transaction, propertyId: Id<'property'>, personId: Id<'person'>) {
  const rows = await tx
    .select({ personId: staffRoles.personId, role: staffRoles.role })
    .from(staffRoles)
    .innerJoin(people, eq(people.id, staffRoles.personId))
    .where(and(eq(staffRoles.propertyId, propertyId), ne(staffRoles.personId, personId), isNull(people.disabledAt)))
  const byPerson = new Map<string, string[]>()
  for (const row of rows) byPerson.set(row.personId, [...(byPerson.get(row.personId) ?? []), row.role])
  return [...byPerson.values()]
}

/** Whether that person is the only active account of the whole house. */
export async function isOnlyActiveAccount(tx: Transaction, personId: Id<'person'>): Promise<boolean> {
  const others = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(ne(people.id, personId), isNull(people.disabledAt)))
    .limit(1)
  return others.length === 0
}
