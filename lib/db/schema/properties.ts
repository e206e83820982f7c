import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'

export const properties = pgTable('properties', {
  id: text('id').$type<Id<'property'>>().primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  timeZone: text('time_zone').notNull(),
  arrivalTime: text('arrival_time').notNull().default('15:00'),
  departureTime: text('departure_time').notNull().default('11:00'),
  hotelDayEndsAt: text('hotel_day_ends_at').notNull().default('05:00'),
  codeMarginMinutes: integer('code_margin_minutes').notNull().default(30),
  walkInLeadMinutes: integer('walk_in_lead_minutes').notNull().default(15),
  mobileKeysOn: boolean('mobile_keys_on').notNull().default(false),
  /** Housekeeping may unlock with a reason where the table says "if switched on". */
  housekeepingUnlocks: boolean('housekeeping_unlocks').notNull().default(false),
  reasons: jsonb('reasons').$type<readonly string[]>().notNull(),
  createdAt: instant('created_at').notNull(),
})
