import { index, pgTable, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { instructions } from './instructions'
import { locks } from './locks'
import { properties } from './properties'

/** A permanent or admin key that was asked for (2.2.2, 2.2.3): without an end, never to be recalled; its text is in no row. */
export const permanentKeys = pgTable(
  'permanent_keys',
  {
    id: text('id').$type<Id<'permanentKey'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    lockId: text('lock_id')
      .$type<Id<'lock'>>()
      .notNull()
      .references(() => locks.id),
    /** `permanent` or `admin`. */
    kind: text('kind').notNull(),
    instructionId: text('instruction_id')
      .$type<Id<'instruction'>>()
      .notNull()
      .unique()
      .references(() => instructions.id),
    /** Shown once: when it was. */
    shownAt: instant('shown_at'),
    /** Gone with the lock: replaced or reset. */
    lostAt: instant('lost_at'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('permanent_keys_lock').on(table.lockId, table.createdAt),
    index('permanent_keys_recent').on(table.propertyId, table.createdAt),
  ],
)
