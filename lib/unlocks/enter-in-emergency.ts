import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { findPressed } from '../instructions/commit-intent'
import { requireRepeated } from '../instructions/require-repeated'
import { getDoor } from '../locks/queries'
import { recordNotice } from '../notices/record-notice'
import { enterInEmergencyInput } from './input'
import { pressUnlock, requireReach } from './press-unlock'
import { findOccupancy } from './queries'

/**
 * Emergency entry (product.md, Roles): any door, one confirm, the managers told in the same transaction, the reason
 * afterwards. Still an unlock like any other: refused without contact (I6), told of a press just before (I27).
 */
export async function enterInEmergency(
  ctx: DeskContext,
  input: z.input<typeof enterInEmergencyInput>,
): Promise<{ instructionId: Id<'instruction'> }> {
  requirePermission(ctx, 'unlock.emergency')
  const given = parseInput(enterInEmergencyInput, input)
  const { pressKey, lockId, afterId } = given
  const asked = { ...given, emergency: true }
  const earlier = await findPressed(ctx, pressKey, asked)
  if (earlier) return { instructionId: earlier }
  const door = await getDoor(ctx, lockId)
  await requireReach(ctx, door, { emergency: true })
  await requireRepeated(ctx, door.id, afterId)
  const details = { occupancy: await findOccupancy(ctx, door.id, door) }
  return pressUnlock(ctx, {
    door,
    afterId,
    intent: { pressKey, asked, emergency: true, repeatsId: afterId ?? null, details },
    event: { event: 'unlock.emergency', details },
    also: (tx, instructionId) =>
      recordNotice(ctx, tx, { kind: 'emergency-entry', instructionId, details: { door: door.label } }),
  })
}
