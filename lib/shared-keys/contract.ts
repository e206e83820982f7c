import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** How the sharing of one key was answered: `ack` 0 approves, anything else refuses (2.5.2, R16). */
export type Decision = 'accepted' | 'refused'

/** Why, in codes that the catalogue has words for (`sharedKeys.reasons.<code>`); a closed list. */
export const decisionReasons = [
  'everything-accepted',
  'known-door',
  'everything-refused',
  'no-door-named',
  'unknown-door',
  'door-gone',
  'window-reversed',
  'window-ended',
  'too-far-ahead',
  'with-a-refused-one',
] as const
export type DecisionReason = (typeof decisionReasons)[number]

/** Why a call to the callback was turned away before any key was looked at (I15); told in the activity with a count. */
export const callRefusals = ['unauthenticated', 'switched-off', 'malformed', 'too-large', 'too-often'] as const
export type CallRefusal = (typeof callRefusals)[number]

/** One key as the callback brought it (2.5.2); the code is a secret. */
export interface OfferedKey {
  keyCode: string
  /** The vendor's name of the lock, in whatever characters it came; null when neither body nor path named one. */
  lockName: string | null
  roomName: string | null
  startsAt: Instant
  endsAt: Instant
}

/** One call: all of its keys are approved or none (issue 2, section 8). */
export interface OfferedKeys {
  ownerId: string | null
  receiverPhone: string | null
  keys: OfferedKey[]
}

/** What the route answers by; `known` when nothing new was in it (I14). */
export interface SharingAnswer {
  decision: Decision
  known: boolean
}

/** A key from another system as screens may see it; its code never leaves the server. */
export interface SharedKeyView {
  id: Id<'sharedKey'>
  callId: string
  /** The mapped room or door; null when the lock is not one of ours. */
  doorLabel: string | null
  lockId: Id<'lock'> | null
  /** The Lock Server's name of the lock, as it came. */
  lockName: string | null
  /** The room as the other system calls it. */
  roomName: string | null
  ownerId: string | null
  /** Masked to its last digits. */
  receiver: string | null
  startsAt: Instant
  endsAt: Instant
  decision: Decision
  decisionReason: DecisionReason
  deliveries: number
  receivedAt: Instant
  lastReceivedAt: Instant
  note: string | null
  /** Whom it came from and was for, and the note, were erased (privacy). */
  erasedAt?: Instant | null
}

/** The last row of a page: what the next one begins after. */
export interface SharedKeyPlace {
  receivedAt: Instant
  id: Id<'sharedKey'>
}

export interface SharedKeyPage {
  keys: SharedKeyView[]
  next: SharedKeyPlace | null
}

export const sharedKeysPerPage = 50
export const noteLimit = 500
