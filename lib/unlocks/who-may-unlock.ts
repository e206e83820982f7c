import type { DeskContext } from '../access/context'
import { type Role, rolesThatMay } from '../access/permissions'

/** product.md, Roles: a room is the desk's and the manager's; a common door also maintenance's, and housekeeping's where switched on. */
export function whoMayUnlock({ property }: Pick<DeskContext, 'property'>, common: boolean): Role[] {
  if (!common) return rolesThatMay('unlock.occupied')
  return rolesThatMay('unlock.vacant').filter((role) => role !== 'housekeeping' || property.housekeepingUnlocks)
}

/** Whether the actor could unlock such a door now or after signing in again. */
export function mayUnlock(ctx: DeskContext, common: boolean): boolean {
  const { actor } = ctx
  if (actor.kind !== 'staff') return actor.kind === 'system'
  const allowed = whoMayUnlock(ctx, common)
  return actor.roles.some((role) => allowed.includes(role))
}
