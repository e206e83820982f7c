import { eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import type { AuditEvent } from '../audit/contract'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { unusableName } from '../gateways/contract'
import { recordGatewayList } from '../gateways/refresh-gateways'
import { type Id, newId } from '../ids/ids'
import type { LockList, LockServer } from '../lock-server/contract'
import { believedGone } from '../lock-server/doubtful-list'
import { doorLabel, naturalSortKey } from './rules'

/** Asks for both lists (2.2.1, 2.3.1) and brings the rows up to date. Throws VendorError; nothing is written then. */
export async function refreshInventory(ctx: DeskContext, server: LockServer): Promise<void> {
  const [lockList, gatewayList] = await Promise.all([server.listLocks(), server.listGateways()])
  const now = ctx.clock.now()
  await recordGatewayList({ ...ctx, now }, gatewayList.answer)
  await recordLockList({ ...ctx, now }, lockList.answer)
}

type Known = Pick<
  typeof locks.$inferSelect,
  'id' | 'name' | 'room' | 'door' | 'proposedRoom' | 'goneAt' | 'readFailure'
>

/** New locks are added, vanished ones kept and marked, returned ones unmarked; rooms are only ever proposed (R7). */
export async function recordLockList(ctx: DeskContext, list: LockList): Promise<void> {
  requirePermission(ctx, 'lock.see')
  await withTransaction(ctx, async (tx) => {
    const known: Known[] = await tx
      .select({
        id: locks.id,
        name: locks.name,
        room: locks.room,
        door: locks.door,
        proposedRoom: locks.proposedRoom,
        goneAt: locks.goneAt,
        readFailure: locks.readFailure,
      })
      .from(locks)
      .where(eq(locks.propertyId, ctx.property.id))
    const byName = new Map(known.map((lock) => [lock.name, lock]))
    const listed = new Map<string, { proposedRoom: string | null; usable: boolean }>()
    for (const name of list.unusable) listed.set(name, { proposedRoom: null, usable: false })
    for (const { name, roomName } of list.locks) listed.set(name, { proposedRoom: roomName ?? null, usable: true })

    const found = [...listed].filter(([name]) => !byName.has(name))
    const added = found.map(([name, { proposedRoom, usable }]) => ({
      id: newId('lock'),
      propertyId: ctx.property.id,
      name,
      proposedRoom,
      readFailure: usable ? null : unusableName,
      sortKey: naturalSortKey(name),
      createdAt: ctx.now,
    }))
    for (let first = 0; first < added.length; first += 500) {
      await tx
        .insert(locks)
        .values(added.slice(first, first + 500))
        .onConflictDoNothing()
    }
    await recordAll(
      ctx,
      tx,
      'lock.found',
      added.map(({ id, name }) => ({ id, name, room: null, door: null })),
    )

    const present = known.filter(({ goneAt }) => goneAt === null)
    const missing = present.filter(({ name }) => !listed.has(name))
    const vanished = believedGone(ctx, 'locks', missing, present.length)
    const returned = known.filter(({ name, goneAt }) => goneAt !== null && listed.has(name))
    await mark(ctx, tx, vanished, ctx.now)
    await recordAll(ctx, tx, 'lock.vanished', vanished)
    await mark(ctx, tx, returned, null)
    await recordAll(ctx, tx, 'lock.returned', returned)

    const proposed = known.flatMap(({ id, name, proposedRoom }) => {
      const now = listed.get(name)
      return now && now.proposedRoom !== proposedRoom ? [{ id, room: now.proposedRoom }] : []
    })
    if (proposed.length > 0) {
      await tx.execute(sql`
        update locks l set proposed_room = p.room
        from json_to_recordset(${JSON.stringify(proposed)}::json) as p(id text, room text)
        where l.id = p.id and l.property_id = ${ctx.property.id}`)
    }
  })
}

async function mark(ctx: DeskContext, tx: Transaction, some: readonly Known[], goneAt: number | null): Promise<void> {
  if (some.length === 0) return
  await tx.execute(sql`
    update locks l set gone_at = ${goneAt === null ? null : new Date(goneAt).toISOString()}::timestamptz, version = version + 1
    from json_to_recordset(${JSON.stringify(some.map(({ id }) => ({ id })))}::json) as s(id text)
    where l.id = s.id and l.property_id = ${ctx.property.id}`)
}

/** Told one by one, so that each lock's history has it; only a whole hotel's first list is told as one. */
const toldSinglyUpTo = 100

async function recordAll(
  ctx: DeskContext,
  tx: Transaction,
  event: AuditEvent,
  some: readonly { id: Id<'lock'>; name: string; room: string | null; door: string | null }[],
): Promise<void> {
  if (some.length > toldSinglyUpTo) {
    const names = some.slice(0, 10).map(({ name }) => name)
    await recordAuditEvent(ctx, tx, { event, details: { count: some.length, first: names.join(', ') } })
    return
  }
  for (const lock of some) {
    const { id, name } = lock
    await recordAuditEvent(ctx, tx, { event, lockId: id, doorLabel: doorLabel(lock), details: { name } })
  }
}
