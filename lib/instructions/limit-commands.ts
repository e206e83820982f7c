import type { DeskContext } from '../access/context'
import type { Transaction } from '../db/database'
import { countInMinute, secondsLeftInMinute } from '../db/rate-counts'
import { DeskError } from '../errors/desk-error'
import type { InstructionKind } from './contract'

/** Granting commands that people may ask for in a minute, over all processes; what the machine goes on with is not counted. */
export const commandsPerMinute = { person: 30, property: 300 } as const

/**
 * Counts one granting command of a person with the caller's transaction; a press that was committed before is not counted
 * again. Removing is never limited. Throws `too-many-requests` with the seconds to wait.
 */
export async function limitCommands(ctx: DeskContext, tx: Transaction, kind: InstructionKind): Promise<void> {
  const { actor, property, now } = ctx
  if (kind === 'cancel-code' || actor.kind !== 'staff') return
  const subjects = [`commands:${actor.personId}`, `commands:${property.id}`]
  const [byPerson = 0, here = 0] = await countInMinute(tx, subjects, now)
  if (byPerson > commandsPerMinute.person || here > commandsPerMinute.property)
    throw new DeskError('too-many-requests', { details: { seconds: secondsLeftInMinute(now) } })
}
