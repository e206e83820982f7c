import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { parseInput } from '../errors/parse-input'
import { acceptProposalsInput } from './input'
import { nameInTransaction } from './name-lock'
import { floorOfRoom, isRoomName } from './rules'

/** Takes what the Lock Server proposes as rooms (R7) for the named locks; what staff entered is never overwritten. */
export async function acceptProposals(
  ctx: DeskContext,
  input: { lockIds: readonly string[] },
): Promise<{ accepted: number }> {
  requirePermission(ctx, 'lock.edit')
  const { lockIds } = parseInput(acceptProposalsInput, input)
  return withTransaction(ctx, async (tx) => {
    const proposed = await tx
      .select({ id: locks.id, proposedRoom: locks.proposedRoom, floor: locks.floor })
      .from(locks)
      .where(
        and(
          eq(locks.propertyId, ctx.property.id),
          inArray(locks.id, lockIds),
          isNull(locks.room),
          isNull(locks.door),
          isNotNull(locks.proposedRoom),
        ),
      )
    let accepted = 0
    for (const { id, proposedRoom: room, floor } of proposed) {
      if (room === null || !isRoomName(room)) continue
      await nameInTransaction(ctx, tx, id, { room, door: null, floor: floor ?? floorOfRoom(room) })
      accepted += 1
    }
    return { accepted }
  })
}
