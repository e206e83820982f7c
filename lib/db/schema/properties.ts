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
  /** A page that nobody touches for so long is locked. */
  idleLockMinutes: integer('idle_lock_minutes').notNull().default(15),
  /** How long what is kept (privacy): days after departure, hours after end or confirmed cancel, days, days, months. */
  keepGuestNamesDays: integer('keep_guest_names_days').notNull().default(30),
  keepDigitsHours: integer('keep_digits_hours').notNull().default(24),
  keepAnswersDays: integer('keep_answers_days').notNull().default(14),
  keepSignInsDays: integer('keep_sign_ins_days').notNull().default(90),
  keepActivityMonths: integer('keep_activity_months').notNull().default(12),
  /** Addresses, by commas, to which the newest hashes of the activity are mailed daily; empty = nobody. */
  headsMailTo: text('heads_mail_to').notNull().default(''),
  reasons: jsonb('reasons').$type<readonly string[]>().notNull(),
  createdAt: instant('created_at').notNull(),
})
