import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'
import { instructions } from './instructions'
import { locks } from './locks'
import { properties } from './properties'
import { stays } from './stays'

/** A code: what it is for and how long; its state is derived from its instructions, its digits are theirs. */
export const passcodes = pgTable(
  'passcodes',
  {
    id: text('id').$type<Id<'passcode'>>().primaryKey(),
    propertyId: text('property_id')
      .$type<Id<'property'>>()
      .notNull()
      .references(() => properties.id),
    lockId: text('lock_id')
      .$type<Id<'lock'>>()
      .notNull()
      .references(() => locks.id),
    stayId: text('stay_id')
      .$type<Id<'stay'>>()
      .references(() => stays.id),
    setInstructionId: text('set_instruction_id')
      .$type<Id<'instruction'>>()
      .notNull()
      .unique()
      .references(() => instructions.id),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    oneTime: boolean('one_time').notNull(),
    note: text('note'),
    /** 1 for what a person asked for; 2 and 3 for the machine's further tries (rule 3). */
    attempt: integer('attempt').notNull().default(1),
    /** The code of the same press that this one stands in for. */
    insteadOfId: text('instead_of_id').$type<Id<'passcode'>>(),
    /** Rule 3: `weak` or `duplicate`; never handed out unless a person says so. */
    unfit: text('unfit'),
    /** A person chose to use it all the same, with a reason. */
    usedAnywayAt: instant('used_anyway_at'),
    /** What was typed with the reason *Other*; not in the activity, since it may name a guest. */
    usedAnywayNote: text('used_anyway_note'),
    /** Rule 4: the older code that ends when this one is on the door. */
    replacesId: text('replaces_id').$type<Id<'passcode'>>(),
    /** Rule 4: or at this moment. */
    handOverAt: instant('hand_over_at'),
    /** Somebody or the house decided that it must go; the cancel is asked for until the door confirmed or it ended. */
    cancelWantedAt: instant('cancel_wanted_at'),
    /** A possible unknown code was closed by a person (I4). */
    closedAt: instant('closed_at'),
    closedReason: text('closed_reason'),
    /** What was typed with the reason *Other*. */
    closedNote: text('closed_note'),
    /** What the desk found out or did about a possible unknown code, until a manager closes it. */
    caseNote: text('case_note'),
    /** The lock was replaced, reset or moved since (rule 10). */
    lostAt: instant('lost_at'),
    createdAt: instant('created_at').notNull(),
    /** The notes had their time, or their guest was erased. */
    notesErasedAt: instant('notes_erased_at'),
  },
  (table) => [
    index('passcodes_lock').on(table.lockId, table.endsAt),
    index('passcodes_recent').on(table.propertyId, table.createdAt, table.id),
    index('passcodes_ends').on(table.propertyId, table.endsAt),
    index('passcodes_stay').on(table.stayId),
    index('passcodes_instead_of').on(table.insteadOfId),
    index('passcodes_unfit')
      .on(table.propertyId)
      .where(sql`${table.unfit} is not null and ${table.usedAnywayAt} is null`),
    index('passcodes_replaces').on(table.replacesId),
  ],
)

export const passcodeCancels = pgTable(
  'passcode_cancels',
  {
    passcodeId: text('passcode_id')
      .$type<Id<'passcode'>>()
      .notNull()
      .references(() => passcodes.id),
    instructionId: text('instruction_id')
      .$type<Id<'instruction'>>()
      .notNull()
      .unique()
      .references(() => instructions.id),
  },
  (table) => [primaryKey({ columns: [table.passcodeId, table.instructionId] })],
)
