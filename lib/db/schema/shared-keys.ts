import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { locks } from './locks'
import { properties } from './properties'

/** Keys from other systems: what the callback received and how it was answered (2.5.2, R16, R17, I14). */
export const sharedKeys = pgTable(
  'shared_keys',
  {
    id: text('id').$type<Id<'sharedKey'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    /** Keyed fingerprint of key, lock and window: the same delivery again is the same row. */
    deliveryPrint: text('delivery_print').notNull(),
    /** Keys that came in one call share this. */
    callId: text('call_id').notNull(),
    lockName: text('lock_name'),
    lockId: text('lock_id')
      .$type<Id<'lock'>>()
      .references(() => locks.id),
    roomName: text('room_name'),
    ownerId: text('owner_id'),
    receiverPhone: text('receiver_phone'),
    /** Null once the key has ended and the code had its time. */
    keyCodeSealed: text('key_code_sealed'),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** `accepted` or `refused`, and the code of why. */
    decision: text('decision').notNull(),
    decisionReason: text('decision_reason').notNull(),
    deliveries: integer('deliveries').notNull().default(1),
    receivedAt: instant('received_at').notNull(),
    lastReceivedAt: instant('last_received_at').notNull(),
    note: text('note'),
    /** Whose it was, for whom and the note were erased. */
    erasedAt: instant('erased_at'),
  },
  (table) => [
    uniqueIndex('shared_keys_delivery').on(table.propertyId, table.deliveryPrint),
    index('shared_keys_ends').on(table.propertyId, table.endsAt),
    index('shared_keys_recent').on(table.propertyId, table.receivedAt, table.id),
    index('shared_keys_lock').on(table.lockId, table.endsAt),
  ],
)
