import type { SourceReach } from '../connections/contract'
import type { GuestKeyState } from '../guest-keys/contract'
import type { Id } from '../ids/ids'
import type { InstructionView } from '../instructions/contract'
import type { DoorView, LockReadingView } from '../locks/contract'
import type { PasscodeState, Unfit } from '../passcodes/contract'
import type { HouseTimes } from '../stays/rules'
import type { Instant } from '../time/clock'
import type { Occupancy } from '../unlocks/contract'

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

/** `unknown` = possible unknown codes and keys (I4); they are part of `trouble` too. */
export const keysStates = ['all', 'live', 'waiting', 'trouble', 'unknown', 'ended'] as const
export type KeysState = (typeof keysStates)[number]

export interface KeysFilter {
  text?: string
  state?: KeysState
  kind?: 'code' | 'mobile-key'
  /** Whose window has a part in common with this one; either end may be open. */
  fromAt?: Instant
  untilAt?: Instant
}

export interface KeysCursor {
  createdAt: Instant
  id: string
}

/** A code or key whose window ends. */
interface EndingOpener {
  /** Of the code or mobile key; null for a key from another system. */
  id: KeyRow['id'] | null
  kind: 'code' | 'mobile-key' | 'unknown-code' | 'shared-key'
  /** Why it is worth saying: it serves somebody, its cancel is not confirmed, it cannot be recalled, nobody knows it. */
  why: 'serves' | 'cancel-unconfirmed' | 'cannot-be-recalled' | 'not-known' | 'same-digits'
  guestName: string | null
  startsAt: Instant
  endsAt: Instant
}

/** A permanent or admin key: somebody has it, somebody may have it, or its text was shown to nobody. */
interface EndlessOpener {
  id: null
  kind: 'permanent-key' | 'admin-key'
  why: 'never-ends' | 'may-never-end' | 'seen-by-nobody'
  guestName: null
  startsAt: Instant
  endsAt: null
}

/** Rule 7: whatever else still opens a door, told before it is given out. */
export type DoorOpener = EndingOpener | EndlessOpener

/** A guest at a door that nothing in contact but one gateway hears. */
export interface GatewayGuest {
  lockId: Id<'lock'>
  doorLabel: string
  guestName: string | null
  endsAt: Instant
}

/** One thing on the Desk that waits for a person. */
export interface ToDoItem {
  what:
    | 'waiting'
    | 'failed'
    | 'no-answer'
    | 'unconfirmed'
    | 'cancel-unconfirmed'
    | 'unknown-code'
    | 'unfit'
    | 'late-unlock'
    | 'explain-entry'
    | 'entry-unexplained'
  kind: 'code' | 'mobile-key' | 'unlock' | 'permanent-key'
  subjectId: string
  instructionId: Id<'instruction'>
  lockId: Id<'lock'>
  doorLabel: string
  guestName: string | null
  /** Who pressed, where that is what waits. */
  actorLabel: string | null
  since: Instant
  endsAt: Instant | null
}

/** What a room's line on the Desk says about its keys. */
export interface DoorKeys {
  lockId: Id<'lock'>
  /** Every code for which it may open. */
  codes: number
  /** Of these, what the door confirmed and has not confirmed as gone; a code that was never handed out serves nobody. */
  confirmed: number
  /** Of these, what is on its way to the door for somebody. */
  coming: number
  mobileKeys: number
  /** Permanent and admin keys; they have no end. */
  permanentKeys: number
  /** Keys from other systems that were accepted. */
  sharedKeys: number
  /** The latest end of what is confirmed, of mobile keys and of keys from other systems; null without any. */
  untilAt: Instant | null
  /** A possible unknown code is among them (I4). */
  unknownCode: boolean
  unknownUntilAt: Instant | null
  /** The door has yet to confirm something: a code or a cancel. */
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
  /** Of a stay its newest code, of a code itself. */
  passcodeId: Id<'passcode'> | null
  /** Of a code what is said of it now. */
  code: Pick<KeyRow, 'kind' | 'state' | 'unfit' | 'usedAnyway' | 'cancelConfirmedAt'> | null
}

/** A gateway that hears a door, with how old the last beat of its heart is. */
export type HearingGateway = LockReadingView & { heartbeatAgeMs: number | null }

/** Somebody whose code or mobile key opens the door now. */
export interface GuestInside {
  guestName: string
  endsAt: Instant
}

/** What a dialog about one door needs before a press, in one read. Null = the reader's roles do not show it. */
export interface DoorBrief {
  now: Instant
  /** How far the Lock Server answers; null = none is connected. */
  source: SourceReach | null
  door: DoorView
  /** Since when nothing would reach it; null while something does, or where it cannot be said. */
  noContactSinceAt: Instant | null
  hearing: HearingGateway[]
  occupancy: Occupancy | null
  guests: GuestInside[] | null
  /** Rule 7. */
  openers: DoorOpener[] | null
  /** An unlock of the last ten seconds, by whomever (I27), or one still under way or unanswered (I3, I5). */
  justPressed: InstructionView | null
  /** "usually 6 s"; null below three unlocks of this door. */
  usualUnlockMs: number | null
  /** What the reader may do here, after signing in again where that is asked for. */
  may: { unlock: boolean; emergency: boolean; issueGuestKey: boolean; issueLong: boolean }
  /** Roles that may unlock this door, for the words of a refusal. */
  whoUnlocks: readonly string[]
  timeZone: string
  times: HouseTimes
  mobileKeysOn: boolean
  reasons: readonly string[]
}

/** A code or key that could open a door at a moment. */
export interface KeyOpener {
  kind: 'code' | 'mobile-key' | 'shared-key' | 'permanent-key' | 'admin-key'
  id: string
  /** Whether the door had confirmed it then, its cancel was not confirmed, or nobody knows (I4). */
  certainty: 'confirmed' | 'unconfirmed' | 'cancel-unconfirmed' | 'unknown'
  oneTime: boolean
  guestName: string | null
  /** Who asked for it; null for a key from another system. */
  actorLabel: string | null
  startsAt: Instant
  /** Null = without an end. */
  endsAt: Instant | null
}

/** Somebody of the staff who could unlock a door from afar at a moment, and by which roles. */
export interface PersonOpener {
  id: Id<'person'>
  name: string
  roles: string[]
}

export interface DoorOpenersThen {
  at: Instant
  label: string
  common: boolean
  keys: KeyOpener[]
  people: PersonOpener[]
  /** Why the list may not be all: the moment is to come, lies before Keydesk knew the door, or the activity of it is gone. */
  unknown: ('future' | 'before-keydesk' | 'roles-removed')[]
}
