import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { properties } from './properties'

/** Mail on its way and how far it came: one row per address. What it says is made when it is sent. */
export const mails = pgTable(
  'mails',
  {
    id: text('id').$type<Id<'mail'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    /** As in lib/messages: `notice`, `heads`. */
    kind: text('kind').notNull(),
    /** What it tells of, once per address: the id of a notice, or the property's day whose hashes it carries. */
    about: text('about').notNull(),
    toAddress: text('to_address').notNull(),
    language: text('language').notNull(),
    at: instant('at').notNull(),
    tries: integer('tries').notNull().default(0),
    triedAt: instant('tried_at'),
    /** Why the last try failed, as in lib/messages. */
    fault: text('fault'),
    sentAt: instant('sent_at'),
    /** It failed for the last time: nobody tries it again. */
    gaveUpAt: instant('gave_up_at'),
  },
  (table) => [
    uniqueIndex('mails_once').on(table.propertyId, table.kind, table.about, table.toAddress),
    index('mails_recent').on(table.propertyId, table.at),
  ],
)
