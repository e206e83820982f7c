import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { stays } from '../db/schema/stays'
import { type Id, newId } from '../ids/ids'
import type { Instant } from '../time/clock'

/** A minimal stay: somebody, a room, from, until. Writes one row in the caller's transaction when ctx holds one. */
export async function createStay(
  ctx: DeskContext,
  stay: {
    lock: { id: Id<'lock'>; label: string }
    guestName: string | null
    bookingNumber: string | null
    startsAt: Instant
    endsAt: Instant
  },
): Promise<Id<'stay'>> {
  requirePermission(ctx, 'passcode.set-up')
  const id = newId('stay')
  await withTransaction(ctx, async (tx) => {
    await tx.insert(stays).values({
      id,
      propertyId: ctx.property.id,
      lockId: stay.lock.id,
      roomLabel: stay.lock.label,
      guestName: stay.guestName,
      bookingNumber: stay.bookingNumber,
      startsAt: stay.startsAt,
      endsAt: stay.endsAt,
      createdAt: ctx.now,
    })
    await recordAuditEvent(ctx, tx, {
      event: 'stay.created',
      lockId: stay.lock.id,
      doorLabel: stay.lock.label,
      stayId: id,
    })
  })
  return id
}
