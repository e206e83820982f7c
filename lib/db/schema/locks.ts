import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { properties } from './properties'

export const locks = pgTable(
  'locks',
  {
    id: text('id').$type<Id<'lock'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    /** The Lock Server's name of the lock, such as MJ000204. */
    name: text('name').notNull(),
    /** Room number as staff entered it, such as 204; null while not mapped. */
    room: text('room'),
    /** Name of a common door, such as Pool; null for rooms. */
    door: text('door'),
    common: boolean('common').notNull().default(false),
    floor: text('floor'),
    /** What the lock list proposes as room (R7). */
    proposedRoom: text('proposed_room'),
    /** Sorts 99 before 101 and names after numbers. */
    sortKey: text('sort_key').notNull(),
    sampledAt: instant('sampled_at'),
    readFailure: text('read_failure'),
    /** Vanished from the Lock Server's list: kept, marked, its codes too. */
    goneAt: instant('gone_at'),
    /** `replaced`, `reset` or `moved` at that moment (product.md rule 10). */
    changedAt: instant('changed_at'),
    createdAt: instant('created_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    uniqueIndex('locks_property_name').on(table.propertyId, table.name),
    index('locks_sort').on(table.propertyId, table.sortKey, table.id),
    index('locks_room').on(table.propertyId, table.room),
  ],
)

/** The newest reading of a lock by each gateway that hears it (2.4.1, R8). */
export const lockReadings = pgTable(
  'lock_readings',
  {
    lockId: text('lock_id')
      .$type<Id<'lock'>>()
      .notNull()
      .references(() => locks.id),
    gatewayName: text('gateway_name').notNull(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    /** dBm; null = not heard (R9). */
    signalDbm: integer('signal_dbm'),
    heardAt: instant('heard_at'),
    serverTimeAt: instant('server_time_at').notNull(),
    sampledAt: instant('sampled_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.lockId, table.gatewayName] }),
    index('lock_readings_gateway').on(table.propertyId, table.gatewayName),
  ],
)
