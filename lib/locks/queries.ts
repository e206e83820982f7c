import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { seesDoorSql } from '../access/own-rooms'
import { requirePermission } from '../access/require-permission'
import type { Transaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { DoorNaming, DoorView, LockRow, LockView, RoomProposal } from './contract'
import { contactsOf, lockRowOf, reachOf, readLocks, type StoredLock, type StoredLocks } from './lock-rows'
import { becomesOf, doorLabel, floorOfRoom, heardAgeMs, isRoomName, lateReadings, signalBand } from './rules'

/** Every lock of the property that is or was listed, in the order of its door. One statement; 10,000 rows are fine. */
export async function listLocks(ctx: DeskContext): Promise<LockRow[]> {
  requirePermission(ctx, 'lock.see')
  const stored = await readLocks(ctx)
  const contacts = contactsOf(ctx, stored)
  return stored.locks.map((lock) => lockRowOf(lock, contacts, ctx.now))
}

/** How many locks the reader sees, listed or not. */
export async function countLocks(ctx: DeskContext): Promise<number> {
  requirePermission(ctx, 'lock.see')
  const { rows } = await ctx.db.execute<{ n: number }>(
    sql`select count(*)::int as n from locks l where l.property_id = ${ctx.property.id} and ${seesDoorSql(ctx)}`,
  )
  return rows[0]?.n ?? 0
}

/** Locks that hang on no named door yet, and are listed: what may have replaced another. */
export async function listUnnamedLocks(ctx: DeskContext): Promise<{ id: Id<'lock'>; name: string }[]> {
  requirePermission(ctx, 'lock.see')
  return ctx.db
    .select({ id: locks.id, name: locks.name })
    .from(locks)
    .where(and(eq(locks.propertyId, ctx.property.id), isNull(locks.room), isNull(locks.door), isNull(locks.goneAt)))
    .orderBy(asc(locks.sortKey))
    .limit(500)
}

/** The rows now on a screen, read again; unknown ids are left out. */
export async function listLocksById(ctx: DeskContext, ids: readonly Id<'lock'>[]): Promise<LockRow[]> {
  requirePermission(ctx, 'lock.see')
  if (ids.length === 0) return []
  const stored = await readLocks(ctx, sql`l.id in ${[...ids]}`)
  const contacts = contactsOf(ctx, stored)
  return stored.locks.map((lock) => lockRowOf(lock, contacts, ctx.now))
}

/** Which gateways lately heard each listed lock (for what hangs on a gateway), strongest first. */
export async function listHearing(
  ctx: DeskContext,
): Promise<{ lockId: Id<'lock'>; heardBy: string[]; row: LockRow }[]> {
  requirePermission(ctx, 'lock.see')
  const stored = await readLocks(ctx, sql`l.gone_at is null`)
  const contacts = contactsOf(ctx, stored)
  return stored.locks.map((lock) => ({
    lockId: lock.id,
    heardBy: lateReadings(lock.readings ?? []).map(({ gatewayName }) => gatewayName),
    row: lockRowOf(lock, contacts, ctx.now),
  }))
}

/** The floors of the property's rooms, in the order of the rooms; '' last when there are rooms without a floor. */
export async function listFloors(ctx: DeskContext): Promise<string[]> {
  requirePermission(ctx, 'lock.see')
  const { rows } = await ctx.db.execute<{ floor: string }>(sql`
    select coalesce(floor, '') as floor from locks l where property_id = ${ctx.property.id} and not common and gone_at is null
    group by floor order by floor is null, min(sort_key)`)
  return rows.map(({ floor }) => floor)
}

/** Throws `not-found`. */
export async function getLock(ctx: DeskContext, id: Id<'lock'>): Promise<LockView> {
  requirePermission(ctx, 'lock.see')
  const stored = await readLocks(ctx, sql`l.id = ${id}`)
  const [lock] = stored.locks
  if (!lock) throw new DeskError('not-found')
  const contacts = contactsOf(ctx, stored)
  const lately = new Set(lateReadings(lock.readings ?? []).map(({ gatewayName }) => gatewayName))
  const { room, door, proposedRoom, sampledAt, readFailure, changedAt, goneAt } = lock
  return {
    ...lockRowOf(lock, contacts, ctx.now),
    room,
    door,
    proposedRoom,
    sampledAt,
    sampleAgeMs: sampledAt === null ? null : Math.max(0, ctx.now - sampledAt),
    readFailure,
    changedAt,
    goneAt,
    readings: [...(lock.readings ?? [])]
      .sort((a, b) => (b.signalDbm ?? -999) - (a.signalDbm ?? -999))
      .map((reading) => ({
        gatewayName: reading.gatewayName,
        gatewayId: stored.gateways.find(({ name }) => name === reading.gatewayName)?.id ?? null,
        contact: contacts.get(reading.gatewayName) ?? { kind: 'not-known', why: 'never-sampled', sinceAt: null },
        signalDbm: reading.signalDbm,
        band: signalBand(reading.signalDbm),
        heardAgeMs: heardAgeMs(reading, ctx.now),
        lately: lately.has(reading.gatewayName),
      })),
  }
}

/** The door that a command is about, with whether anything would reach it now. Throws `not-found`. */
export async function getDoor(ctx: DeskContext, id: Id<'lock'>): Promise<DoorView> {
  requirePermission(ctx, 'lock.see')
  return doorOf(ctx, id, await readLocks(ctx, sql`l.id = ${id}`))
}

/** The same, and until the caller's transaction ends whoever takes that door too waits for it. */
export async function takeDoor(ctx: DeskContext, tx: Transaction, id: Id<'lock'>): Promise<DoorView> {
  requirePermission(ctx, 'lock.see')
  const taken = sql`l.id = (select id from locks where id = ${id} and property_id = ${ctx.property.id} for no key update)`
  return doorOf(ctx, id, await readLocks({ ...ctx, db: tx }, taken))
}

function doorOf(ctx: DeskContext, id: Id<'lock'>, stored: StoredLocks): DoorView {
  const [lock] = stored.locks
  if (!lock) throw new DeskError('not-found')
  const { name, room, door, floor, common, goneAt } = lock
  const reach = reachOf(lock, contactsOf(ctx, stored), ctx.now)
  return { id, name, label: doorLabel(lock), room, door, floor, common, goneAt, reach }
}

/** R7: rooms that the Lock Server proposes for locks that nobody named yet, in their order. */
export async function listRoomProposals(ctx: DeskContext): Promise<RoomProposal[]> {
  requirePermission(ctx, 'settings.see')
  const stored = await readLocks(
    ctx,
    sql`l.proposed_room is not null and l.room is null and l.door is null and l.gone_at is null`,
  )
  return stored.locks.flatMap((lock) => proposalOf(lock) ?? [])
}

/** Every lock that is or was listed with what its door is called, in the order of the doors. */
export async function listDoorNames(ctx: DeskContext): Promise<DoorNaming[]> {
  requirePermission(ctx, 'settings.see')
  const { id, name, room, door, floor, sortKey, goneAt, proposedRoom } = locks
  const rows = await ctx.db
    .select({ id, name, room, door, floor, sortKey, goneAt, proposedRoom })
    .from(locks)
    .where(eq(locks.propertyId, ctx.property.id))
    .orderBy(locks.sortKey, locks.id)
  return rows.map(({ id, proposedRoom, ...row }) => ({
    ...row,
    lockId: id,
    proposal: proposalOf({ ...row, id, proposedRoom }),
  }))
}

type Proposed = Pick<StoredLock, 'id' | 'name' | 'room' | 'door' | 'floor' | 'goneAt' | 'proposedRoom'>

function proposalOf({ id, name, room, door, floor, goneAt, proposedRoom }: Proposed): RoomProposal | null {
  if (proposedRoom === null || !isRoomName(proposedRoom)) return null
  if (room !== null || door !== null || goneAt !== null) return null
  const proposedFloor = floor ?? floorOfRoom(proposedRoom)
  return { lockId: id, name, proposedRoom, becomes: becomesOf(proposedRoom), proposedFloor }
}
