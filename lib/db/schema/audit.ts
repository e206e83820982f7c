import { bigserial, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Id } from '../../ids/ids'
import { instant } from '../columns'

/** Activity: who did what to which door, when, why. References only: no names of guests, no secrets (I32). */
export const auditEvents = pgTable(
  'audit_events',
  {
    sequence: bigserial('sequence', { mode: 'number' }).primaryKey(),
    id: text('id').$type<Id<'auditEvent'>>().notNull().unique(),
    propertyId: text('property_id').$type<Id<'property'>>(),
    at: instant('at').notNull(),
    event: text('event').notNull(),
    /** `staff`, `system`, `lock-server`, … as in Actor. */
    actorKind: text('actor_kind').notNull(),
    personId: text('person_id').$type<Id<'person'>>(),
    actorLabel: text('actor_label').notNull(),
    lockId: text('lock_id').$type<Id<'lock'>>(),
    doorLabel: text('door_label'),
    stayId: text('stay_id').$type<Id<'stay'>>(),
    instructionId: text('instruction_id').$type<Id<'instruction'>>(),
    /** The row that it is about when none of the above says it. */
    subjectId: text('subject_id'),
    reason: text('reason'),
    details: jsonb('details').$type<Record<string, string | number | boolean | null>>().notNull(),
    requestId: text('request_id').notNull(),
    /** For events that are told once per kind and minute (I15). */
    bucket: text('bucket'),
    count: integer('count').notNull().default(1),
  },
  (table) => [
    index('audit_events_recent').on(table.propertyId, table.at, table.sequence),
    index('audit_events_lock').on(table.lockId, table.at, table.sequence),
    index('audit_events_person').on(table.personId, table.at, table.sequence),
    uniqueIndex('audit_events_bucket').on(table.bucket),
  ],
)
