import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { parseInput } from '../errors/parse-input'
import { acceptProposalsInput } from './input'
import { recordNamed } from './name-lock'
import { becomesOf, doorLabel, floorOfRoom, isRoomName, naturalSortKey } from './rules'

/**
 * Takes what the Lock Server proposes as rooms (R7) for the named locks, in one transaction and two statements, however many;
 * what staff entered is never overwritten.
 */
export async function acceptProposals(
  ctx: DeskContext,
  input: { lockIds: readonly string[] },
): Promise<{ accepted: number }> {
  requirePermission(ctx, 'lock.edit')
  const { lockIds } = parseInput(acceptProposalsInput, input)
  return withTransaction(ctx, async (tx) => {
    const proposed = await tx
      .select({
        id: locks.id,
        name: locks.name,
        room: locks.room,
        door: locks.door,
        floor: locks.floor,
        proposedRoom: locks.proposedRoom,
      })
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
      .orderBy(locks.id)
      .for('update')
    const named = proposed.flatMap(({ proposedRoom: text, ...before }) => {
      if (text === null || !isRoomName(text)) return []
      const names = becomesOf(text) === 'room' ? { room: text, door: null } : { room: null, door: text }
      return [{ before, names: { ...names, floor: before.floor ?? floorOfRoom(text) } }]
    })
    if (named.length === 0) return { accepted: 0 }
    const rows = named.map(({ before: { id, name }, names }) => ({
      id,
      ...names,
      sort_key: naturalSortKey(doorLabel({ ...names, name })),
    }))
    await tx.execute(sql`
      update locks l set room = n.room, door = n.door, floor = n.floor, common = n.door is not null, sort_key = n.sort_key,
        version = version + 1
      from json_to_recordset(${JSON.stringify(rows)}::json) as n(id text, room text, door text, floor text, sort_key text)
      where l.id = n.id and l.property_id = ${ctx.property.id}`)
    for (const { before, names } of named) await recordNamed(ctx, tx, before, names)
    return { accepted: named.length }
  })
}
