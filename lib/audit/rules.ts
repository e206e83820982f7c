import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import { type AuditDetails, type AuditEvent, type AuditGroup, auditEvents } from './contract'

const auditGroupsByNoun = {
  house: 'settings',
  property: 'settings',
  privacy: 'settings',
  guest: 'settings',
  reasons: 'settings',
  connection: 'settings',
  callback: 'settings',
  'keeper-account': 'settings',
  activity: 'settings',
  person: 'people',
  session: 'people',
  computer: 'people',
  notice: 'people',
  'shared-key': 'shared-keys',
  lock: 'locks',
  gateway: 'gateways',
  stay: 'codes',
  passcode: 'codes',
  'guest-key': 'mobile-keys',
  'permanent-key': 'permanent-keys',
  unlock: 'unlocks',
  instruction: 'requests',
} as const satisfies Record<NounOf<AuditEvent>, AuditGroup>
type NounOf<Event> = Event extends `${infer Noun}.${string}` ? Noun : never

export function auditEventsOf(wanted: readonly AuditGroup[]): AuditEvent[] {
  return auditEvents.filter((event) => wanted.includes(auditGroupsByNoun[event.split('.')[0] as NounOf<AuditEvent>]))
}

/** What an administrator sees besides their own (product.md, roles): the system, no door that was opened. */
export const systemGroups = ['people', 'settings', 'locks', 'gateways'] as const satisfies readonly AuditGroup[]

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

/** What can be wrong with a chain of the activity; each has words of its own (I33). */
export type ChainFaultKind =
  | 'changed'
  | 'missing'
  | 'twice'
  | 'moved'
  | 'without-place'
  | 'no-end'
  | 'end-missing'
  | 'end-changed'
  | 'beyond-end'
  | 'beginning-not-ours'
  | 'address-changed'
  | 'not-as-written-outside'
  | 'shorter-than-written-outside'
  | 'head-not-ours'
  | 'not-read'

export interface ChainFault {
  kind: ChainFaultKind
  /** The line's place in its chain; of `head-not-ours` the line in the file. Null where none can be named. */
  place: number | null
}

/** The last time that somebody had the property's chain and the house's looked through. */
export interface LastCheck {
  at: Instant
  actorLabel: string
  whole: boolean
  rows: number
}

/** What a check found, for a screen. */
export interface ActivityCheck {
  at: Instant
  rows: number
  faults: (ChainFault & { chain: 'property' | 'house' | 'file' })[]
}

export interface ChainReport {
  /** A property's id or `house`; null for the file of heads itself. */
  chainId: string | null
  rows: number
  faults: ChainFault[]
}
