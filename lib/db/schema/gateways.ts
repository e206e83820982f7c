import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { properties } from './properties'

export const gateways = pgTable(
  'gateways',
  {
    id: text('id').$type<Id<'gateway'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    name: text('name').notNull(),
    /** As the Lock Server last said it. */
    lastHeartbeatAt: instant('last_heartbeat_at'),
    /** The Lock Server's own clock when it said so (its `Date` header): age is judged between the two (I12). */
    serverTimeAt: instant('server_time_at'),
    sampledAt: instant('sampled_at'),
    /** How old the heartbeat was at the sample, in ms, with known jumps of the Lock Server's clock taken out (I12). */
    ageMs: bigint('age_ms', { mode: 'number' }),
    /** Since when five heartbeats were missed; null while in contact or never sampled. */
    noContactSinceAt: instant('no_contact_since_at'),
    goneAt: instant('gone_at'),
    readFailure: text('read_failure'),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    uniqueIndex('gateways_property_name').on(table.propertyId, table.name),
    index('gateways_sampled').on(table.propertyId, table.sampledAt),
  ],
)
