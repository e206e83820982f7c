import type { DeskContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { CommittedCommand } from './command'
import { dispatchCommand } from './send-command'

/** Sends what was committed; a press that lost the race to itself (null) answers with what the winner committed (I2). */
export async function sendOrFind<P>(
  ctx: DeskContext,
  committed: { pressed: P; command: CommittedCommand } | null,
  find: () => Promise<P | null>,
): Promise<P> {
  if (committed !== null) {
    dispatchCommand(ctx, committed.command)
    return committed.pressed
  }
  const winner = await find()
  if (!winner) throw new DeskError('changed-meanwhile')
  return winner
}
