import { type Actor, actorLabel, personIdOf } from '../access/actor'
import type { Sealer } from '../crypto/sealer'
import { beforeCommit, type Database, type Transaction } from '../db/database'
import { type Id, newId } from '../ids/ids'
import { type Instant, minuteMs } from '../time/clock'
import { appendEvents, type LineInStatement, lineInStatement, type NewAuditRow } from './append-events'
import type { AuditDetails, AuditEvent } from './contract'
import { storableText } from './rules'

/** What an audit row takes from the context of its verb. */
export interface AuditSource {
  actor: Actor
  now: Instant
  requestId: string
  sealer: Sealer
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
  /** Whence a visitor or person acted; erased after its time, while the details stay. */
  address?: string
  details?: AuditDetails
}

const key = Symbol.for('keydesk.audit-events')

/**
 * Writes one line of the activity with the caller's transaction, as its last step: no change without its line, no line
 * without its change. It cannot be read before the commit.
 */
export async function recordAuditEvent(source: AuditSource, tx: Transaction, entry: AuditEntry): Promise<void> {
  beforeCommit(tx, key, { sealer: source.sealer, row: rowOf(source, entry), times: 1 }, appendEvents)
}

/** The same as part of the last statement of a transaction; null when that cannot be, and the line is told by itself. */
export const auditEventInStatement = (source: AuditSource, db: Database, entry: AuditEntry): LineInStatement | null =>
  lineInStatement(db, { sealer: source.sealer, row: rowOf(source, entry), times: 1 })

/**
 * The same, but told once per kind, door, person and minute with a count: for what somebody could repeat without end. Visitors are
 * told apart by their address, unless `allTogether`: what a flood from ever new addresses could bring (I15).
 */
export async function recordCountedAuditEvent(
  source: AuditSource,
  tx: Transaction,
  entry: AuditEntry,
  { times = 1, allTogether = false }: { times?: number; allTogether?: boolean } = {},
): Promise<void> {
  const { actor, property, now, sealer } = source
  // The bucket is sealed by the chain and stays when addresses are erased: it holds none itself.
  const visitor =
    actor.kind === 'visitor' && !allTogether ? sealer.fingerprint(entry.address ?? actor.address, 'audit-bucket') : ''
  const who = `${actor.kind}:${personIdOf(actor) ?? visitor}`
  const about = entry.lockId ? [entry.lockId] : []
  const kind = [
    property?.id ?? 'house',
    entry.event,
    entry.details?.refusal ?? '',
    ...about,
    entry.reason ?? '',
    who,
  ].join(':')
  const row = { ...rowOf(source, entry), bucket: storableText(`${kind}:${Math.floor(now / minuteMs)}`) }
  beforeCommit(tx, key, { sealer, row, times }, appendEvents)
}

function rowOf(source: AuditSource, entry: AuditEntry): NewAuditRow {
  const { actor } = source
  const textOrNull = (text: string | null | undefined) => (text == null ? null : storableText(text))
  return {
    id: newId('auditEvent'),
    propertyId: source.property?.id ?? null,
    at: source.now,
    event: entry.event,
    actorKind: actor.kind,
    personId: personIdOf(actor),
    actorLabel: storableText(actorLabel(actor)),
    lockId: entry.lockId ?? null,
    doorLabel: textOrNull(entry.doorLabel),
    stayId: entry.stayId ?? null,
    instructionId: entry.instructionId ?? null,
    subjectId: textOrNull(entry.subjectId),
    reason: textOrNull(entry.reason),
    details: storableDetails(entry.details ?? {}),
    requestId: storableText(source.requestId),
    bucket: null,
    address: textOrNull(entry.address),
  }
}

/** As JSON reads it back: nothing undefined, no number that JSON does not know. */
function storableDetails(details: AuditDetails): AuditDetails {
  const read: AuditDetails = JSON.parse(JSON.stringify(details))
  for (const [name, value] of Object.entries(read) as [keyof AuditDetails, string | number | boolean | null][])
    if (typeof value === 'string') read[name] = storableText(value)
  return read
}
