import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** How long a property keeps what it must not keep for ever. */
export interface PrivacyLimits {
  /** Days after departure: guests' names, booking numbers, notes, whom keys from other systems were for. */
  keepGuestNamesDays: number
  /** Hours after a code's end or its confirmed cancel. */
  keepDigitsHours: number
  /** Days after a request was settled: the Lock Server's own words. */
  keepAnswersDays: number
  /** Days: network addresses, and from what browser somebody signed in. */
  keepSignInsDays: number
  /** Months of the activity. */
  keepActivityMonths: number
}

export const privacyLimitNames = [
  'keepGuestNamesDays',
  'keepDigitsHours',
  'keepAnswersDays',
  'keepSignInsDays',
  'keepActivityMonths',
] as const satisfies readonly (keyof PrivacyLimits)[]

/**
 * Names stay a day at least, since the desk still works with them; digits an hour, since a cancel may be confirmed late; the
 * activity three months, so that what happened can be looked into.
 */
export const privacyBounds = {
  keepGuestNamesDays: { min: 1, max: 365 },
  keepDigitsHours: { min: 1, max: 720 },
  keepAnswersDays: { min: 1, max: 90 },
  keepSignInsDays: { min: 7, max: 365 },
  keepActivityMonths: { min: 3, max: 120 },
} as const satisfies Record<keyof PrivacyLimits, { min: number; max: number }>

/** What a run removes; each has words of its own. */
export const removedKinds = [
  'guestNames',
  'notes',
  'digits',
  'keyCodes',
  'sharedKeys',
  'answers',
  'signIns',
  'addresses',
  'activity',
] as const
export type RemovedKind = (typeof removedKinds)[number]
export type Removed = Partial<Record<RemovedKind, number>>

export interface PrivacyRun {
  at: Instant
  /** Kinds of which nothing went are left out. */
  removed: Removed
}

/** A stay, or a key from another system, of which somebody may be the guest. */
export interface GuestRecord {
  id: Id<'stay'> | Id<'sharedKey'>
  kind: 'stay' | 'shared-key'
  /** Null where only a telephone number is known. */
  guestName: string | null
  bookingNumber: string | null
  /** Masked to its last digits. */
  receiver: string | null
  doorLabel: string
  startsAt: Instant
  endsAt: Instant
  /** Codes and mobile keys with which a door may open now or later: erasing the guest leaves them as they are. */
  live: number
}

export const guestRecordsShown = 100
/** How many records of one person are exported or erased at a time. */
export const guestRecordsAtOnce = 100
