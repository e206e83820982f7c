import { index, pgTable, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { instructions } from './instructions'
import { locks } from './locks'
import { properties } from './properties'
import { stays } from './stays'

/** A mobile key: cannot be recalled (2.2.4), ends with its window. */
export const guestKeys = pgTable(
  'guest_keys',
  {
    id: text('id').$type<Id<'guestKey'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    lockId: text('lock_id')
      .$type<Id<'lock'>>()
      .notNull()
      .references(() => locks.id),
    stayId: text('stay_id')
      .$type<Id<'stay'>>()
      .notNull()
      .references(() => stays.id),
    instructionId: text('instruction_id')
      .$type<Id<'instruction'>>()
      .notNull()
      .unique()
      .references(() => instructions.id),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    note: text('note'),
    /** Shown once: when it was. */
    shownAt: instant('shown_at'),
    lostAt: instant('lost_at'),
    createdAt: instant('created_at').notNull(),
    /** The note had its time, or its guest was erased. */
    noteErasedAt: instant('note_erased_at'),
  },
  (table) => [
    index('guest_keys_stay').on(table.stayId),
    index('guest_keys_lock').on(table.lockId, table.endsAt),
    index('guest_keys_recent').on(table.propertyId, table.createdAt, table.id),
    index('guest_keys_ends').on(table.propertyId, table.endsAt),
  ],
)
