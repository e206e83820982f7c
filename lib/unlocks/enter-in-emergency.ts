import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { recordNotice } from '../notices/record-notice'
import { enterInEmergencyInput } from './input'
import { pressUnlock } from './press-unlock'

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
  return pressUnlock(ctx, {
    ...{ pressKey, lockId, afterId, asked: { ...given, emergency: true }, emergency: true, event: 'unlock.emergency' },
    judge: (occupancy) => ({ occupancy }),
    also: (tx, instructionId, door) =>
      recordNotice(ctx, tx, { kind: 'emergency-entry', instructionId, details: { door: door.label } }),
  })
}
