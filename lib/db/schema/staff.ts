import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { properties } from './properties'

export const people = pgTable('people', {
  id: text('id').$type<Id<'person'>>().primaryKey(),
  /** Lower case. */
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  passwordHash: text('password_hash').notNull(),
  passwordChangedAt: instant('password_changed_at').notNull(),
  /** Set while the password is one that somebody else handed out: it must be replaced, and works no longer than this. */
  oneTimePasswordUntil: instant('one_time_password_until'),
  locale: text('locale'),
  createdAt: instant('created_at').notNull(),
  disabledAt: instant('disabled_at'),
})

export const staffRoles = pgTable(
  'staff_roles',
  {
    personId: text('person_id')
      .$type<Id<'person'>>()
      .notNull()
      .references(() => people.id),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    role: text('role').notNull(),
    givenAt: instant('given_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.propertyId, table.role] }),
    index('staff_roles_property').on(table.propertyId),
  ],
)

export const sessions = pgTable(
  'sessions',
  {
    id: text('id').$type<Id<'session'>>().primaryKey(),
    personId: text('person_id')
      .$type<Id<'person'>>()
      .notNull()
      .references(() => people.id),
    startedAt: instant('started_at').notNull(),
    /** Last input or navigation, written at most once a minute; polls do not count. */
    usedAt: instant('used_at').notNull(),
    /** When the person last proved who they are: *R* asks for five minutes at most. */
    provedAt: instant('proved_at').notNull(),
    endedAt: instant('ended_at'),
    address: text('address').notNull(),
    userAgent: text('user_agent').notNull(),
  },
  (table) => [index('sessions_person').on(table.personId, table.startedAt)],
)

/** Failed sign-ins per account and per address; slows down, never locks out. */
export const signInFailures = pgTable('sign_in_failures', {
  /** `account:<fingerprint>` or `address:<fingerprint>`. */
  subject: text('subject').primaryKey(),
  failures: integer('failures').notNull(),
  lastFailedAt: instant('last_failed_at').notNull(),
})

/** The code that the console printed for the first visitor; one row at most. */
export const setupCodes = pgTable('setup_codes', {
  id: integer('id').primaryKey(),
  codeHash: text('code_hash').notNull(),
  madeAt: instant('made_at').notNull(),
  triesLeft: integer('tries_left').notNull(),
})
