import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** Everything that the activity can tell, in the desk's words; a closed list. */
export const auditEvents = [
  'house.set-up',
  'person.signed-in',
  'person.sign-in-failed',
  'person.signed-in-again',
  'person.signed-out',
  'person.password-changed',
  'person.factor-set-up',
  'person.factor-removed',
  'person.recovery-codes-made',
  'person.recovery-code-used',
  'person.factor-reset-asked',
  'person.factor-reset',
  'person.pin-set',
  'person.pin-removed',
  'person.pin-used-up',
  'session.ended',
  'computer.registered',
  'computer.removed',
  'person.added',
  'person.roles-changed',
  'person.disabled',
  'person.enabled',
  'person.password-reset',
  'property.changed',
  'privacy.changed',
  'privacy.run',
  'guest.exported',
  'guest.erased',
  'reasons.changed',
  'connection.changed',
  'connection.certificate-trusted',
  'connection.tested',
  'keeper-account.asked',
  'keeper-account.answered',
  'callback.changed',
  'callback.refused',
  'shared-key.received',
  'shared-key.noted',
  'lock.found',
  'lock.vanished',
  'lock.returned',
  'lock.named',
  'lock.replaced',
  'lock.reset',
  'lock.moved',
  'gateway.found',
  'gateway.vanished',
  'gateway.lost-contact',
  'gateway.regained-contact',
  'stay.created',
  'passcode.asked',
  'passcode.shown',
  'passcode.unfit',
  'passcode.used-anyway',
  'passcode.cancel-wanted',
  'passcode.cancel-asked',
  'passcode.noted',
  'passcode.closed',
  'guest-key.asked',
  'guest-key.shown',
  'permanent-key.asked',
  'permanent-key.shown',
  'unlock.asked',
  'unlock.refused',
  'unlock.emergency',
  'unlock.explained',
  'unlock.seen',
  'notice.seen',
  'instruction.answered',
  'instruction.settled',
  'instruction.dismissed',
  'activity.checked',
  'activity.exported',
] as const

export type AuditEvent = (typeof auditEvents)[number]

/** Kinds of events, for the filter of the activity. */
export const auditGroups = [
  'codes',
  'mobile-keys',
  'permanent-keys',
  'unlocks',
  'requests',
  'shared-keys',
  'locks',
  'gateways',
  'people',
  'settings',
] as const
export type AuditGroup = (typeof auditGroups)[number]
export const isAuditGroup = (text: unknown): text is AuditGroup => auditGroups.some((group) => group === text)

/** The details that a line of the activity tells, each with words of its own; whatever else a row holds stays in the row. */
export const shownDetails = [
  'name',
  'label',
  'floor',
  'count',
  'first',
  'sinceAt',
  'gone',
  'travelled',
  'roles',
  'floors',
  'before',
  'after',
  'startsAt',
  'endsAt',
  'oneTime',
  'attempt',
  'use',
  'unfit',
  'occupancy',
  'identityChecked',
  'decision',
  'because',
  'refusal',
  'emergency',
  'notice',
  'sessions',
  'kind',
  'outcome',
  'afterMs',
  'on',
  'policy',
  'days',
  'sender',
  'newPart',
  'timeZone',
  'arrivalTime',
  'departureTime',
  'hotelDayEndsAt',
  'codeMarginMinutes',
  'walkInLeadMinutes',
  'mobileKeysOn',
  'housekeepingUnlocks',
  'headsMailTo',
  'keepGuestNamesDays',
  'keepDigitsHours',
  'keepAnswersDays',
  'keepSignInsDays',
  'keepActivityMonths',
  'reasons',
  'baseUrl',
  'prefix',
  'pathStyle',
  'account',
  'username',
  'deviceMac',
  'trust',
  'trustedSha256',
  'sha256',
  'localTime',
  'heartbeatMs',
  'password',
  'format',
  'who',
  'group',
  'door',
  'from',
  'until',
  'fault',
  'place',
  'factor',
  'pin',
  'computer',
  'instead',
  'idleLockMinutes',
] as const
export type ShownDetail = (typeof shownDetails)[number]

/** Details that stay in the row without words of their own. */
const keptDetails = [
  'replaces',
  'another',
  'try',
  'status',
  'why',
  'removed',
  'again',
  'second',
  'existing',
  'unsaved',
  'login',
  'locks',
  'gateways',
] as const

/**
 * The names that a detail may have, a closed list: none is for guests' names, digits, key codes, passwords or network
 * addresses, so that none of them gets into what can never be changed again (I32).
 */
export type AuditDetail = ShownDetail | (typeof keptDetails)[number]
export type AuditDetails = Partial<Record<AuditDetail | `${AuditDetail}Before`, string | number | boolean | null>>

/** Everything at the property · own and the system's · own. */
export type ActivityScope = 'all' | 'system' | 'own'

export interface ActivityFilter {
  who?: { personId: Id<'person'>; actorKind?: never } | { actorKind: string; personId?: never }
  /** Room, door or lock name, whole, as somebody types it. */
  door?: string
  group?: AuditGroup
  fromAt?: Instant
  /** The first instant that is no longer wanted. */
  untilAt?: Instant
}

/** The last row of a page: what the next one begins after. */
export interface ActivityPlace {
  at: Instant
  sequence: number
}

export interface ActivityRow {
  id: Id<'auditEvent'>
  sequence: number
  at: Instant
  event: AuditEvent
  actorKind: string
  actorLabel: string
  lockId: Id<'lock'> | null
  /** The door's name of that time (product.md rule 10). */
  doorLabel: string | null
  /** A code of the reasons or a text of the property. */
  reason: string | null
  details: Partial<Record<ShownDetail | `${ShownDetail}Before`, string | number | boolean | null>>
  /** Whence it was done, until it is erased. */
  address: string | null
  requestId: string
  /** Where it stands in which chain, and the hash up to it (I33). */
  chainId: string
  place: number | null
  hash: string | null
  /** Over 1: told once for so many within a minute. */
  count: number
  /** The request that it is about. */
  instructionId: Id<'instruction'> | null
  /** How the request that it is about stands now; the phase is derived by `phaseOf`. */
  instruction: {
    kind: string
    outcome: string | null
    status: number | null
    intendedAt: Instant
    sendingAt: Instant | null
    outcomeAt: Instant | null
    pushedAt: Instant | null
    settledAt: Instant | null
    trackUntilAt: Instant | null
  } | null
}

export interface ActivityPage {
  events: ActivityRow[]
  next: ActivityPlace | null
}

export const activityPerPage = 50

/** Actors that are no person, as the filter offers them. */
export const otherActors = ['system', 'lock-server', 'visitor'] as const
export type OtherActor = (typeof otherActors)[number]
export const isOtherActor = (text: unknown): text is OtherActor => otherActors.some((actor) => actor === text)

/** What the filter's fields hold, as they stand in the address. */
export interface ActivityFields {
  who: string
  door: string
  group: string
  /** Days of the property, `YYYY-MM-DD`, both included. */
  from: string
  until: string
}

export const exportFormats = ['csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]
