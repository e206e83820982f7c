import { sql } from 'drizzle-orm'
import { bigint, bigserial, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
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
    /** For events that are told once per kind and minute (I15); how often is in `auditRepeats`. */
    bucket: text('bucket'),
    /** A network address; erased after its time. The chain holds only `addressDigest`, so that it stays whole. */
    address: text('address'),
    addressDigest: text('address_digest'),
    /** Its place in the chain of its property (or of the house), from 1, without gaps; and the hash up to it (I33). */
    place: bigint('place', { mode: 'number' }),
    hash: text('hash'),
  },
  (table) => [
    uniqueIndex('audit_events_place').on(sql`coalesce(${table.propertyId}, '')`, table.place),
    index('audit_events_recent').on(table.propertyId, table.at, table.sequence),
    index('audit_events_lock').on(table.lockId, table.at, table.sequence),
    index('audit_events_person').on(table.personId, table.at, table.sequence),
    uniqueIndex('audit_events_bucket').on(table.bucket),
    /** Who held which role when is read from these alone; and when the chain was last looked through. */
    index('audit_events_roles')
      .on(table.subjectId, table.at)
      .where(sql`${table.event} in ('person.added', 'person.roles-changed', 'person.disabled', 'person.enabled')`),
    index('audit_events_checked').on(table.propertyId, table.at).where(sql`${table.event} = 'activity.checked'`),
  ],
)

/** How often an event that is told once per minute came in all; beside the chain, as it still grows while the minute lasts. */
export const auditRepeats = pgTable('audit_repeats', {
  eventId: text('event_id')
    .$type<Id<'auditEvent'>>()
    .primaryKey()
    .references(() => auditEvents.id, { onDelete: 'cascade' }),
  count: integer('count').notNull(),
})

/** One row per chain: where it ends, and what was cut off at its beginning when its time was over. */
export const auditChains = pgTable('audit_chains', {
  /** The property's id, or `house`. */
  id: text('id').primaryKey(),
  place: bigint('place', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  /** Place and hash of the last row that was removed; 0 and the chain's first hash before any was. */
  cutPlace: bigint('cut_place', { mode: 'number' }).notNull().default(0),
  cutHash: text('cut_hash').notNull(),
  cutAt: instant('cut_at'),
  /** Proves that Keydesk itself began or cut the chain there. */
  cutMac: text('cut_mac').notNull(),
})
