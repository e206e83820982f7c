import { DeskError } from '../errors/desk-error'
import { minuteMs } from '../time/clock'
import { lastProvedAt } from './actor'
import type { DeskContext } from './context'
import { grantFor, type Permission, rolesThatMay } from './permissions'

/** How long a sign-in counts as *signed in again* (R of product.md). */
export const provedForMs = 5 * minuteMs

/**
 * The first line of every verb. System and Lock Server actors are our own code and may; nobody else but staff.
 * Throws `not-allowed` (details.roles: who may) or `sign-in-again`.
 */
export function requirePermission(ctx: DeskContext, permission: Permission): void {
  const { actor } = ctx
  if (actor.kind === 'system' || actor.kind === 'lock-server') return
  const refuse = () => new DeskError('not-allowed', { details: { permission, roles: rolesThatMay(permission) } })
  if (actor.kind !== 'staff') throw refuse()
  const grant = grantFor(actor.roles, permission)
  if (grant === null) throw refuse()
  if (grant === 'again' && ctx.now - lastProvedAt(actor) > provedForMs)
    throw new DeskError('sign-in-again', { details: { permission, ...(actor.pinElsewhere && { withoutPin: true }) } })
}

/** Whether the actor could do it now or after signing in again: decides which buttons a screen shows. */
export function mayDo(ctx: DeskContext, permission: Permission): boolean {
  const { actor } = ctx
  if (actor.kind === 'system') return true
  return actor.kind === 'staff' && grantFor(actor.roles, permission) !== null
}
