import type { GuestKeyState } from '../guest-keys/contract'
import type { Id } from '../ids/ids'
import type { PasscodeState, Unfit } from '../passcodes/contract'
import type { Instant } from '../time/clock'

/** Codes and mobile keys in one list: what the page *Keys* and the door warnings show. */
export interface KeyRow {
  kind: 'code' | 'mobile-key'
  id: Id<'passcode'> | Id<'guestKey'>
  lockId: Id<'lock'>
  doorLabel: string
  guestName: string | null
  bookingNumber: string | null
  state: PasscodeState | GuestKeyState
  unfit: Unfit | null
  usedAnyway: boolean
  oneTime: boolean
  cancelWanted: boolean
  cancelConfirmedAt: Instant | null
  startsAt: Instant
  endsAt: Instant
  createdAt: Instant
  actorLabel: string
  instructionId: Id<'instruction'>
}

export interface KeysFilter {
  text?: string
  state?: 'live' | 'waiting' | 'trouble' | 'ended' | 'all'
  kind?: 'code' | 'mobile-key'
}

export interface KeysCursor {
  createdAt: Instant
  id: string
}

/** Rule 7: whatever else still opens a door, told before it is given out. */
export interface DoorOpener {
  kind: 'code' | 'mobile-key' | 'unknown-code' | 'shared-key'
  /** Why it is worth saying: it serves somebody, its cancel is not confirmed, it cannot be recalled, nobody knows it. */
  why: 'serves' | 'cancel-unconfirmed' | 'cannot-be-recalled' | 'not-known' | 'same-digits'
  guestName: string | null
  startsAt: Instant
  endsAt: Instant
}

/** One thing on the Desk that waits for a person. */
export interface ToDoItem {
  what: 'waiting' | 'failed' | 'no-answer' | 'cancel-unconfirmed' | 'unknown-code' | 'unfit' | 'late-unlock'
  kind: 'code' | 'mobile-key' | 'unlock'
  subjectId: string
  instructionId: Id<'instruction'>
  lockId: Id<'lock'>
  doorLabel: string
  guestName: string | null
  since: Instant
  endsAt: Instant | null
}

/** What a room's line on the Desk says about its keys. */
export interface DoorKeys {
  lockId: Id<'lock'>
  codes: number
  mobileKeys: number
  /** The latest end of all of them. */
  untilAt: Instant
  /** A possible unknown code is among them (I4). */
  unknownCode: boolean
  waiting: boolean
}

/** A stay that begins or ends on this hotel day, with how far its newest code is. */
export interface TodayStay {
  stayId: Id<'stay'>
  lockId: Id<'lock'>
  roomLabel: string
  guestName: string | null
  bookingNumber: string | null
  startsAt: Instant
  endsAt: Instant
  passcodeId: Id<'passcode'> | null
  passcodeState: PasscodeState | null
  guestKeyId: Id<'guestKey'> | null
  guestKeyState: GuestKeyState | null
}

export interface Found {
  kind: 'lock' | 'stay' | 'code'
  id: string
  lockId: Id<'lock'>
  /** Room, door or guest. */
  title: string
  detail: string | null
  startsAt: Instant | null
  endsAt: Instant | null
}
