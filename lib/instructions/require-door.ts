import type { DeskContext } from '../access/context'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { DoorView } from '../locks/contract'
import { getDoor } from '../locks/queries'
import { requireRepeated } from './require-repeated'

/** The door that something new is asked for: its lock is still there (`lock-gone`), and the press that this one repeats was there too. */
export async function requireDoor(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  afterId?: Id<'instruction'>,
): Promise<DoorView> {
  const door = await getDoor(ctx, lockId)
  if (door.goneAt !== null) throw new DeskError('lock-gone', { details: { door: door.label } })
  await requireRepeated(ctx, door.id, afterId)
  return door
}
