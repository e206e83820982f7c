import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { findPressed } from '../instructions/commit-intent'
import { requireRepeated } from '../instructions/require-repeated'
import { getDoor } from '../locks/queries'
import { requireReason } from '../stays/require-window'
import { unlockDoorInput } from './input'
import { pressUnlock, requireReach } from './press-unlock'
import { findOccupancy } from './queries'
import { mayUnlock, whoMayUnlock } from './who-may-unlock'

/** Remote unlock (2.4.4, rule 9): refused without contact (I6), told of a press just before (I27), a reason on record. */
export async function unlockDoor(
  ctx: DeskContext,
  input: z.input<typeof unlockDoorInput>,
): Promise<{ instructionId: Id<'instruction'> }> {
  requirePermission(ctx, 'unlock.vacant')
  const asked = parseInput(unlockDoorInput, input)
  const { reason, reasonNote, afterId, identityChecked } = asked
  const earlier = await findPressed(ctx, asked.pressKey, asked)
  if (earlier) return { instructionId: earlier }
  const door = await getDoor(ctx, asked.lockId)
  if (door.goneAt !== null) await requireReach(ctx, door, asked)
  await requireRepeated(ctx, door.id, afterId)
  const occupancy = await findOccupancy(ctx, door.id, door)
  requireRight(ctx, occupancy === 'common', identityChecked)
  requireReason(ctx, reason, reasonNote)
  await requireReach(ctx, door, asked)
  const details = { occupancy, identityChecked }
  return pressUnlock(ctx, {
    door,
    afterId,
    intent: {
      pressKey: asked.pressKey,
      asked,
      reason,
      reasonNote: reasonNote ?? null,
      repeatsId: afterId ?? null,
      details,
    },
    event: { event: 'unlock.asked', reason, details },
  })
}

/** product.md, Roles: a common door with a reason; an occupied or unknown room only signed in again, identity ticked. */
function requireRight(ctx: DeskContext, common: boolean, identityChecked: boolean): void {
  if (common) {
    if (mayUnlock(ctx, true)) return
    throw new DeskError('not-allowed', { details: { permission: 'unlock.vacant', roles: whoMayUnlock(ctx, true) } })
  }
  requirePermission(ctx, 'unlock.occupied')
  if (!identityChecked) throw new DeskError('identity-not-checked', { fields: { identityChecked: 'required' } })
}
