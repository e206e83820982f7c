'use server'

import type { Role } from '@/lib/access/permissions'
import { addPerson as add } from '@/lib/staff/add-person'
import { changeRoles as change } from '@/lib/staff/change-roles'
import { disablePerson as disable, enablePerson as enable } from '@/lib/staff/disable-person'
import { resetPassword as reset } from '@/lib/staff/reset-password'
import { deskAction } from '../_entry/desk-action'

type PersonId = `per_${string}`

export async function addPerson(
  property: string,
  input: { name: string; email: string; roles: Role[]; floors: string[] | null },
) {
  return deskAction(property, (ctx) => add(ctx, input))
}

export async function changeRoles(
  property: string,
  input: { personId: PersonId; roles: Role[]; floors: string[] | null },
) {
  return deskAction(property, (ctx) => change(ctx, input))
}

export async function disablePerson(property: string, personId: PersonId) {
  return deskAction(property, (ctx) => disable(ctx, { personId }))
}

export async function enablePerson(property: string, personId: PersonId) {
  return deskAction(property, (ctx) => enable(ctx, { personId }))
}

export async function resetPassword(property: string, personId: PersonId) {
  return deskAction(property, (ctx) => reset(ctx, { personId }))
}
