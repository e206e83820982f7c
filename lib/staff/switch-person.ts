import type { HouseContext } from '../access/context'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { checkPin, takePin } from './check-pin'
import { switchInput } from './input'
import { type SessionPlace, startPinSession } from './start-session'

export interface SwitchedPerson {
  sessionId: Id<'session'>
  personId: Id<'person'>
  language: string | null
}

/**
 * The next person at a shared counter: who signed in fully at this computer in this shift begins a session by PIN, and the
 * browser's former session ends. Throws what `checkPin` throws.
 */
export async function switchPerson(
  ctx: HouseContext,
  input: { personId: Id<'person'>; pin: string },
  place: SessionPlace,
): Promise<SwitchedPerson> {
  if (ctx.actor.kind !== 'visitor') throw new DeskError('not-allowed')
  const asked = parseInput(switchInput, input)
  const checked = await checkPin(ctx, asked, place)
  const later = { ...ctx, now: ctx.clock.now() }
  return withTransaction(later, async (tx) => {
    const { person, computer, fullAt } = await takePin(later, tx, checked)
    const sessionId = await startPinSession(later, tx, person, place, { computer, fullAt })
    return { sessionId, personId: person.id, language: person.locale }
  })
}
