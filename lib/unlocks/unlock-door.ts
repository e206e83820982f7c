import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { requireReason } from '../stays/require-window'
import { unlockDoorInput } from './input'
import { pressUnlock } from './press-unlock'
import { mayUnlock, whoMayUnlock } from './who-may-unlock'

/** Remote unlock (2.4.4, rule 9): refused without contact (I6), told of a press just before (I27), a reason on record. */
export async function unlockDoor(
  ctx: DeskContext,
  input: z.input<typeof unlockDoorInput>,
): Promise<{ instructionId: Id<'instruction'> }> {
  requirePermission(ctx, 'unlock.vacant')
  const asked = parseInput(unlockDoorInput, input)
  const { pressKey, lockId, reason, reasonNote, afterId, identityChecked } = asked
  return pressUnlock(ctx, {
    ...{ pressKey, lockId, afterId, asked, reason, reasonNote, event: 'unlock.asked' },
    judge(occupancy) {
      requireRight(ctx, occupancy === 'common', identityChecked)
      requireReason(ctx, reason, reasonNote)
      return { occupancy, identityChecked }
    },
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
