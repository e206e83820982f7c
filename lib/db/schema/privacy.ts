import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'

/** When what had its time was removed, and how much of each kind. */
export const privacyRuns = pgTable(
  'privacy_runs',
  {
    id: text('id').$type<Id<'privacyRun'>>().primaryKey(),
    propertyId: text('property_id').$type<Id<'property'>>(),
    at: instant('at').notNull(),
    removed: jsonb('removed').$type<Record<string, number>>().notNull(),
  },
  (table) => [index('privacy_runs_recent').on(table.propertyId, table.at)],
)
