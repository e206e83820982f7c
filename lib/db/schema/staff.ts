import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
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
  /** Shorter than a password that stands alone must be: it counts only beside a second factor. */
  passwordShort: boolean('password_short').notNull().default(false),
  /** Set while the password is one that somebody else handed out: it must be replaced, and works no longer than this. */
  oneTimePasswordUntil: instant('one_time_password_until'),
  /** Sealed shared secret of the authenticator app; there from the moment that a first code from it was right. */
  totpSealed: text('totp_sealed'),
  totpConfirmedAt: instant('totp_confirmed_at'),
  /** The time step of the last code taken: each works once. */
  totpStep: bigint('totp_step', { mode: 'number' }),
  /** argon2id of the personal PIN for registered desk computers; tries left before the full sign-in is asked for. */
  pinHash: text('pin_hash'),
  pinTriesLeft: integer('pin_tries_left').notNull().default(5),
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
    /** Of housekeeping: the floors whose rooms they see; null = all. */
    floors: text('floors').array(),
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
    /** The same by a PIN alone: counts for *R*, never for what decides how one signs in. */
    pinProvedAt: instant('pin_proved_at'),
    /**
     * When the person last signed in fully at `computerId`; a session begun by a PIN has that of the sign-in it rests on.
     * Null once it no longer carries a PIN: signed out, password changed, computer removed.
     */
    fullAt: instant('full_at'),
    endedAt: instant('ended_at'),
    /** The screen is locked: it opens nothing until its person proved who they are. */
    lockedAt: instant('locked_at'),
    /** When a second factor (or a passkey) was shown in it; null while it rests on the password alone. */
    secondFactorAt: instant('second_factor_at'),
    /** What it was: `totp`, `passkey`, `recovery-code`; `reset-code` proves none. */
    secondFactorBy: text('second_factor_by'),
    /** The registered desk computer at which it was begun. */
    computerId: text('computer_id').$type<Id<'deskComputer'>>(),
    address: text('address').notNull(),
    userAgent: text('user_agent').notNull(),
  },
  (table) => [
    index('sessions_person').on(table.personId, table.startedAt),
    index('sessions_computer').on(table.computerId, table.fullAt),
  ],
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

/** WebAuthn credentials; the public half only. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: text('id').$type<Id<'passkey'>>().primaryKey(),
    personId: text('person_id')
      .$type<Id<'person'>>()
      .notNull()
      .references(() => people.id),
    /** Base64url, as the authenticator names it. */
    credentialId: text('credential_id').notNull().unique(),
    publicKey: text('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: text('transports').notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [index('passkeys_person').on(table.personId)],
)

/** A question that a passkey must answer: works once, for five minutes. */
export const passkeyChallenges = pgTable('passkey_challenges', {
  challenge: text('challenge').primaryKey(),
  personId: text('person_id').$type<Id<'person'>>(),
  madeAt: instant('made_at').notNull(),
})

/** Ten per person, each for one time, in place of the authenticator app. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    personId: text('person_id')
      .$type<Id<'person'>>()
      .notNull()
      .references(() => people.id),
    codeHash: text('code_hash').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [primaryKey({ columns: [table.personId, table.codeHash] })],
)

/** The code that the console printed for somebody whose second factor is lost; one row per person at most. */
export const factorResetCodes = pgTable('factor_reset_codes', {
  personId: text('person_id')
    .$type<Id<'person'>>()
    .primaryKey()
    .references(() => people.id),
  codeHash: text('code_hash').notNull(),
  madeAt: instant('made_at').notNull(),
  triesLeft: integer('tries_left').notNull(),
})

/** A computer at the counter that a manager registered: it holds a cookie whose hash is here, and takes PINs. */
export const deskComputers = pgTable(
  'desk_computers',
  {
    id: text('id').$type<Id<'deskComputer'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    registeredBy: text('registered_by').$type<Id<'person'>>().notNull(),
    registeredAt: instant('registered_at').notNull(),
    removedAt: instant('removed_at'),
  },
  (table) => [index('desk_computers_property').on(table.propertyId)],
)

/** What managers are told at once: a new account, a raised role, an emergency entry. */
export const notices = pgTable(
  'notices',
  {
    id: text('id').$type<Id<'notice'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    at: instant('at').notNull(),
    /** As in lib/notices: `person-added`, `role-raised`, `emergency-entry`. */
    kind: text('kind').notNull(),
    actorLabel: text('actor_label').notNull(),
    subjectId: text('subject_id').$type<Id<'person'>>(),
    subjectLabel: text('subject_label'),
    instructionId: text('instruction_id').$type<Id<'instruction'>>(),
    details: jsonb('details').$type<Record<string, string>>().notNull(),
  },
  (table) => [index('notices_recent').on(table.propertyId, table.at)],
)

export const noticeReads = pgTable(
  'notice_reads',
  {
    noticeId: text('notice_id')
      .$type<Id<'notice'>>()
      .notNull()
      .references(() => notices.id, { onDelete: 'cascade' }),
    personId: text('person_id')
      .$type<Id<'person'>>()
      .notNull()
      .references(() => people.id),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.noticeId, table.personId] })],
)

/** How often somebody did something in a window of time, counted for all processes together. */
export const rateCounts = pgTable(
  'rate_counts',
  {
    /** What is limited and for whom, e.g. `commands:per_…`. */
    subject: text('subject').notNull(),
    windowAt: instant('window_at').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.windowAt] }), index('rate_counts_window').on(table.windowAt)],
)
