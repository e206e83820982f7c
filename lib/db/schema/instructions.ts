import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { locks } from './locks'
import { properties } from './properties'
import { people } from './staff'

/** The ledger: every command, its intent committed before the call and its outcome after. */
export const instructions = pgTable(
  'instructions',
  {
    id: text('id').$type<Id<'instruction'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    /** `set-code`, `cancel-code`, `unlock`, `guest-key`, `permanent-key` or `admin-key`. */
    kind: text('kind').notNull(),
    lockId: text('lock_id')
      .$type<Id<'lock'>>()
      .notNull()
      .references(() => locks.id),
    /** The door's and the lock's names of that time. */
    doorLabel: text('door_label').notNull(),
    lockName: text('lock_name').notNull(),
    /** Who pressed; null = Keydesk itself. */
    personId: text('person_id')
      .$type<Id<'person'>>()
      .references(() => people.id),
    actorLabel: text('actor_label').notNull(),
    /** Emergency entry: the reason comes afterwards, and is null until it is given. */
    emergency: boolean('emergency').notNull().default(false),
    reason: text('reason'),
    reasonNote: text('reason_note'),
    /** One press = one intent (I2): unique per property, with a hash of what was asked. */
    pressKey: text('press_key').notNull(),
    askedHash: text('asked_hash').notNull(),
    /** The earlier instruction that this press repeats (I3). */
    repeatsId: text('repeats_id').$type<Id<'instruction'>>(),
    /** What the kind needs to be told in words later (occupied, window, …); no secrets. */
    details: jsonb('details').$type<Record<string, string | number | boolean | null>>().notNull(),
    /** The window that the command grants; null for an unlock. */
    windowStartsAt: instant('window_starts_at'),
    windowEndsAt: instant('window_ends_at'),
    intendedAt: instant('intended_at').notNull(),
    /** The same moment by the database's clock, which all processes share; null in rows of before. */
    recordedAt: instant('recorded_at'),
    /** The process that committed the intent and must send it; when it is gone, the outcome is unknown (I17). */
    processId: text('process_id').notNull(),
    sendingAt: instant('sending_at'),
    outcomeAt: instant('outcome_at'),
    /** `not-sent`, `rejected`, `accepted` or `unknown`; null while it waits for its turn or its answer. */
    outcome: text('outcome'),
    outcomeReason: text('outcome_reason'),
    vendorMessage: text('vendor_message'),
    /** The digits or the mobile key's code, sealed; committed together with the outcome (I18). */
    answerSealed: text('answer_sealed'),
    /** Keyed fingerprint of lock and digits: finds equal digits without opening any. */
    answerPrint: text('answer_print'),
    vendorInstructionId: text('vendor_instruction_id'),
    /** 1–5 as in 2.4.5; null before the first answer of the tracker. */
    status: integer('status'),
    statusAt: instant('status_at'),
    pushedAt: instant('pushed_at'),
    settledAt: instant('settled_at'),
    /** Tracking stops then, whatever came (I5). */
    trackUntilAt: instant('track_until_at'),
    /** A person has seen it and put it away from *To do*. */
    dismissedAt: instant('dismissed_at'),
    /** What had its time (privacy): digits or key code, the Lock Server's words, what was typed with *Other*. */
    answerErasedAt: instant('answer_erased_at'),
    messageErasedAt: instant('message_erased_at'),
    noteErasedAt: instant('note_erased_at'),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    uniqueIndex('instructions_press').on(table.propertyId, table.pressKey),
    index('instructions_lock').on(table.lockId, table.intendedAt),
    index('instructions_recent').on(table.propertyId, table.intendedAt, table.id),
    index('instructions_unanswered').on(table.processId).where(sql`${table.outcome} is null`),
    index('instructions_tracked')
      .on(table.propertyId, table.trackUntilAt)
      .where(sql`${table.outcome} = 'accepted' and ${table.settledAt} is null`),
    index('instructions_unexplained')
      .on(table.propertyId, table.intendedAt)
      .where(sql`${table.emergency} and ${table.reason} is null`),
    index('instructions_failed')
      .on(table.propertyId, table.kind, table.id)
      .where(sql`${table.outcome} in ('not-sent', 'rejected') or ${table.status} in (2, 4)`),
    index('instructions_print').on(table.lockId, table.answerPrint),
  ],
)
