import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { properties } from './properties'

/** What people look at through one process: the sampler, which may run in another, asks for these more often. */
export const watches = pgTable(
  'watches',
  {
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    processId: text('process_id').notNull(),
    /** One list of lock ids per page that is open somewhere. */
    pages: jsonb('pages').$type<Id<'lock'>[][]>().notNull(),
    /** By the database's clock. */
    until: instant('until').notNull(),
  },
  (table) => [primaryKey({ columns: [table.propertyId, table.processId] })],
)
