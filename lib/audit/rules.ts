import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import type { AuditDetails } from './contract'

/** The chain of a property is named by its id; what belongs to none is in the house's. */
export const chainIdOf = (propertyId: Id<'property'> | null): string => propertyId ?? 'house'

/** What of a row is sealed by the chain: everything but the network address, of which only a digest is (I33). */
export interface SealedRow {
  id: string
  at: Instant
  event: string
  actorKind: string
  personId: string | null
  actorLabel: string
  lockId: string | null
  doorLabel: string | null
  stayId: string | null
  instructionId: string | null
  subjectId: string | null
  reason: string | null
  details: AuditDetails
  requestId: string
  bucket: string | null
  addressDigest: string | null
}

/** The row at its place as one text, the same for the same row whatever order its details were stored in. */
export function sealedText(chainId: string, place: number, row: SealedRow): string {
  const details = Object.entries(row.details).sort(([left], [right]) => (left < right ? -1 : 1))
  return JSON.stringify([
    chainId,
    place,
    row.id,
    row.at,
    row.event,
    row.actorKind,
    row.personId,
    row.actorLabel,
    row.lockId,
    row.doorLabel,
    row.stayId,
    row.instructionId,
    row.subjectId,
    row.reason,
    details,
    row.requestId,
    row.bucket,
    row.addressDigest,
  ])
}

/** Text as both homes store it: without NUL and without halves of characters, so that it reads back as it was sealed. */
export const storableText = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD')
