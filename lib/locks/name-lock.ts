import { and, eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { locks } from '../db/schema/locks'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { nameLockInput } from './input'
import { doorLabel, naturalSortKey } from './rules'

export interface DoorNames {
  room: string | null
  door: string | null
  floor: string | null
}

/** Says which room or common door a lock is on; both null = none yet. Older records keep the name of their time. */
export async function nameLock(ctx: DeskContext, input: { lockId: string } & DoorNames): Promise<{ label: string }> {
  requirePermission(ctx, 'lock.edit')
  const { lockId, ...names } = parseInput(nameLockInput, input)
  return withTransaction(ctx, (tx) => nameInTransaction(ctx, tx, lockId, names))
}

/** The same within another verb's transaction. Throws `not-found`. */
export async function nameInTransaction(
  ctx: DeskContext,
  tx: Transaction,
  lockId: Id<'lock'>,
  names: DoorNames,
): Promise<{ label: string }> {
  const own = and(eq(locks.id, lockId), eq(locks.propertyId, ctx.property.id))
  const [before] = await tx.select().from(locks).where(own).for('no key update')
  if (!before) throw new DeskError('not-found')
  const { room, door, floor } = names
  const label = doorLabel({ ...names, name: before.name })
  if (before.room === room && before.door === door && before.floor === floor) return { label }
  await tx
    .update(locks)
    .set({
      room,
      door,
      floor,
      common: door !== null,
      sortKey: naturalSortKey(label),
      version: sql`${locks.version} + 1`,
    })
    .where(own)
  await recordNamed(ctx, tx, before, names)
  return { label }
}

/** The line of the activity for one lock that was named; `before` as it was until then. */
export async function recordNamed(
  ctx: DeskContext,
  tx: Transaction,
  before: DoorNames & { id: Id<'lock'>; name: string },
  names: DoorNames,
): Promise<void> {
  const label = doorLabel({ ...names, name: before.name })
  await recordAuditEvent(ctx, tx, {
    event: 'lock.named',
    lockId: before.id,
    doorLabel: label,
    details: {
      name: before.name,
      labelBefore: doorLabel(before),
      label,
      floorBefore: before.floor,
      floor: names.floor,
    },
  })
}
