import { DeskError } from '../errors/desk-error'
import type { StaffActor } from './actor'
import type { HouseContext } from './context'
import { provedForMs } from './require-permission'

/** The first line of verbs about oneself (own sessions, password, language): anybody signed in. Throws `not-signed-in`. */
export function requirePerson(ctx: HouseContext): StaffActor {
  if (ctx.actor.kind !== 'staff') throw new DeskError('not-signed-in')
  return ctx.actor
}

/** The same for what decides how one signs in: within five minutes of a sign-in (*R*), for which no PIN counts. Throws `sign-in-again` too. */
export function requireProvedPerson(ctx: HouseContext): StaffActor {
  const actor = requirePerson(ctx)
  if (ctx.now - actor.provedAt > provedForMs) throw new DeskError('sign-in-again', { details: { withoutPin: true } })
  return actor
}
