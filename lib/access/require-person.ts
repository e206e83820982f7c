import { DeskError } from '../errors/desk-error'
import type { StaffActor } from './actor'
import type { HouseContext } from './context'

/** The first line of verbs about oneself (own sessions, password, language): anybody signed in. Throws `not-signed-in`. */
export function requirePerson(ctx: HouseContext): StaffActor {
  if (ctx.actor.kind !== 'staff') throw new DeskError('not-signed-in')
  return ctx.actor
}
