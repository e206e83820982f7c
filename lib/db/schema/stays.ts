import { index, pgTable, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { locks } from './locks'
import { properties } from './properties'

/** Somebody's time in a room: whom a code is for. The room is the door's lock until rooms have rows of their own. */
export const stays = pgTable(
  'stays',
  {
    id: text('id').$type<Id<'stay'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    lockId: text('lock_id')
      .$type<Id<'lock'>>()
      .notNull()
      .references(() => locks.id),
    /** The room's name of that time: old records keep it (product.md rule 10). */
    roomLabel: text('room_label').notNull(),
    guestName: text('guest_name'),
    bookingNumber: text('booking_number'),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    createdAt: instant('created_at').notNull(),
    /** The guest was erased: in place of the name stands a pseudonym. */
    erasedAt: instant('erased_at'),
  },
  (table) => [
    index('stays_lock').on(table.lockId, table.endsAt),
    index('stays_starts').on(table.propertyId, table.startsAt),
    index('stays_ends').on(table.propertyId, table.endsAt),
  ],
)
