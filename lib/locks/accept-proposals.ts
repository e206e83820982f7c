import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { parseInput } from '../errors/parse-input'
import { acceptProposalsInput } from './input'
import { nameInTransaction } from './name-lock'
import { becomesOf, floorOfRoom, isRoomName } from './rules'

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
    for (const { id, proposedRoom: text, floor } of proposed) {
      if (text === null || !isRoomName(text)) continue
      const names = becomesOf(text) === 'room' ? { room: text, door: null } : { room: null, door: text }
      await nameInTransaction(ctx, tx, id, { ...names, floor: floor ?? floorOfRoom(text) })
      accepted += 1
    }
    return { accepted }
  })
}
