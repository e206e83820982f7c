import { boolean, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { properties } from './properties'
import { people } from './staff'

export const connections = pgTable('connections', {
  id: text('id').$type<Id<'connection'>>().primaryKey(),
  propertyId: text('property_id')
    .$type<Id<'property'>>()
    .notNull()
    .unique()
    .references(() => properties.id),
  /** Scheme, host and port (R1). */
  baseUrl: text('base_url').notNull(),
  prefix: text('prefix').notNull(),
  /** `documented` or `servers` (R2). */
  pathStyle: text('path_style').notNull(),
  account: text('account'),
  username: text('username').notNull(),
  passwordSealed: text('password_sealed').notNull(),
  deviceMac: text('device_mac').notNull(),
  /** `system-ca`, `pinned` or `ca` (R18). */
  trust: text('trust').notNull(),
  trustedPem: text('trusted_pem'),
  trustedSha256: text('trusted_sha256'),
  /** Lock clocks run on local time (R12). */
  localTime: boolean('local_time').notNull().default(false),
  heartbeatMs: integer('heartbeat_ms').notNull().default(60_000),
  callbackOn: boolean('callback_on').notNull().default(false),
  /** `refuse`, `accept-known` or `accept` (issue text, R16). */
  callbackPolicy: text('callback_policy').notNull().default('refuse'),
  callbackDays: integer('callback_days').notNull().default(7),
  /** `bearer` or `path` (R17). */
  callbackSender: text('callback_sender').notNull().default('bearer'),
  /** The unguessable part of the address we register, sealed; and its fingerprint for finding the row. */
  callbackPartSealed: text('callback_part_sealed'),
  callbackPartPrint: text('callback_part_print').unique(),
  /** Rises with every change that needs a new client. */
  version: integer('version').notNull().default(1),
  /** The last time that anything came back, and what went wrong last. */
  reachedAt: instant('reached_at'),
  failedAt: instant('failed_at'),
  failure: text('failure'),
  changedAt: instant('changed_at').notNull(),
})

/** Accounts that Keydesk created on the Lock Server (2.5.1); their passwords are never kept. */
export const keeperAccounts = pgTable(
  'keeper_accounts',
  {
    id: text('id').$type<Id<'keeperAccount'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    username: text('username').notNull(),
    /** Whom it is for; Keydesk's own word, the Lock Server is not told. */
    name: text('name').notNull(),
    personId: text('person_id')
      .$type<Id<'person'>>()
      .references(() => people.id),
    actorLabel: text('actor_label').notNull(),
    /** One press = one intent (I2), with a hash of what was asked; the password is in neither. */
    pressKey: text('press_key').notNull(),
    askedHash: text('asked_hash').notNull(),
    intendedAt: instant('intended_at').notNull(),
    /** The process that must send it; when it is gone, the outcome is unknown (I17). */
    processId: text('process_id').notNull(),
    sendingAt: instant('sending_at'),
    /** As of an instruction: `accepted`, `rejected`, `unknown`, `not-sent`; null while it is asked. */
    outcome: text('outcome'),
    outcomeAt: instant('outcome_at'),
    outcomeReason: text('outcome_reason'),
    vendorMessage: text('vendor_message'),
    /** The Lock Server's words had their time (privacy). */
    messageErasedAt: instant('message_erased_at'),
  },
  (table) => [
    index('keeper_accounts_property').on(table.propertyId, table.intendedAt),
    uniqueIndex('keeper_accounts_press').on(table.propertyId, table.pressKey),
  ],
)
