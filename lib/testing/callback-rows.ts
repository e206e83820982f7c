import { asc, eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { auditEvents } from '../db/schema/audit'
import { locks } from '../db/schema/locks'
import { sharedKeys } from '../db/schema/shared-keys'
import { newId } from '../ids/ids'
import { auditCounts } from './audit-counts'

/** Doors of the property, `204` with the lock MJ000204 as in the emulator's hotel. */
export async function addDoors({ db, property, now }: DeskContext, rooms: readonly string[]): Promise<void> {
  await db.insert(locks).values(
    rooms.map((room) => ({
      id: newId('lock'),
      propertyId: property.id,
      name: `MJ000${room}`,
      room,
      sortKey: room,
      createdAt: now,
    })),
  )
}

/** Everything that the callback kept at the property, as it stands in the table. */
export const listReceivedKeys = ({ db, property }: DeskContext) =>
  db.select().from(sharedKeys).where(eq(sharedKeys.propertyId, property.id)).orderBy(asc(sharedKeys.receivedAt))

/** Calls that were turned away, of this property and of none. */
export async function listRefusedCalls({ db }: DeskContext) {
  const told = await db.select().from(auditEvents).where(eq(auditEvents.event, 'callback.refused'))
  const counts = await auditCounts(db)
  return told.map(({ id, reason, propertyId }) => [reason, counts.get(id), propertyId === null ? 'house' : 'here'])
}

/** Every write to the table fails until the returned function has run. */
export async function breakTable({ db }: DeskContext, table: 'shared_keys' | 'audit_events') {
  await db.execute(sql.raw(`alter table ${table} rename to ${table}_away`))
  return async () => {
    await db.execute(sql.raw(`alter table ${table}_away rename to ${table}`))
  }
}
