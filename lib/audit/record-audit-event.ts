import { sql } from 'drizzle-orm'
import { type Actor, actorLabel, personIdOf } from '../access/actor'
import type { Transaction } from '../db/database'
import { auditEvents } from '../db/schema/audit'
import { type Id, newId } from '../ids/ids'
import { type Instant, minuteMs } from '../time/clock'
import type { AuditDetails, AuditEvent } from './contract'

/** What an audit row takes from the context of its verb. */
export interface AuditSource {
  actor: Actor
  now: Instant
  requestId: string
  property?: { id: Id<'property'> }
}

export interface AuditEntry {
  event: AuditEvent
  lockId?: Id<'lock'> | null
  doorLabel?: string | null
  stayId?: Id<'stay'> | null
  instructionId?: Id<'instruction'>
  subjectId?: string
  reason?: string | null
  details?: AuditDetails
}

/** Writes one line of the activity in the caller's transaction: no change without its line, no line without its change. */
export async function recordAuditEvent(source: AuditSource, tx: Transaction, entry: AuditEntry): Promise<void> {
  await tx.insert(auditEvents).values(rowOf(source, entry))
}

/** The same, but told once per kind and minute with a count (I15): for what a stranger could repeat without end. */
export async function recordCountedAuditEvent(
  source: AuditSource,
  tx: Transaction,
  entry: AuditEntry,
  times = 1,
): Promise<void> {
  const kind = [source.property?.id ?? 'house', entry.event, entry.reason ?? ''].join(':')
  await tx
    .insert(auditEvents)
    .values({ ...rowOf(source, entry), bucket: `${kind}:${Math.floor(source.now / minuteMs)}`, count: times })
    .onConflictDoUpdate({ target: auditEvents.bucket, set: { count: sql`${auditEvents.count} + ${times}` } })
}

function rowOf(source: AuditSource, entry: AuditEntry): typeof auditEvents.$inferInsert {
  const { actor } = source
  return {
    id: newId('auditEvent'),
    propertyId: source.property?.id ?? null,
    at: source.now,
    event: entry.event,
    actorKind: actor.kind,
    personId: personIdOf(actor),
    actorLabel: actorLabel(actor),
    lockId: entry.lockId ?? null,
    doorLabel: entry.doorLabel ?? null,
    stayId: entry.stayId ?? null,
    instructionId: entry.instructionId ?? null,
    subjectId: entry.subjectId ?? null,
    reason: entry.reason ?? null,
    details: entry.details ?? {},
    requestId: source.requestId,
  }
}
