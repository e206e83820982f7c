import type { GatewayContact } from '../gateways/contract'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** R9, in dBm: stronger than −75 good, −75 to −85 fair, weaker than −85 weak; 0 or absent not heard. */
export type SignalBand = 'good' | 'fair' | 'weak' | 'not-heard'

/** Whether a command would reach the lock now: `no-contact` = every gateway that lately heard it has none (rule 9, I6). */
export const lockReaches = ['reachable', 'no-contact', 'not-heard', 'not-known'] as const
export type LockReach = (typeof lockReaches)[number]

/** What the Locks table says of a lock, worst to say first: `gone` and `unusable-name` are about the list, the rest about reach. */
export const lockStates = [...lockReaches, 'gone', 'unusable-name'] as const
export type LockState = (typeof lockStates)[number]

/** One gateway's newest hearing of a lock (2.4.1, R8). */
export interface Reading {
  gatewayName: string
  signalDbm: number | null
  /** By the Lock Server's clock. */
  heardAt: Instant | null
  /** The Lock Server's clock when it said so. */
  serverTimeAt: Instant
  sampledAt: Instant
}

/** The door as every command needs it. */
export interface DoorView {
  id: Id<'lock'>
  /** The Lock Server's name of the lock. */
  name: string
  /** Room number, door name, or the lock's name. */
  label: string
  room: string | null
  door: string | null
  floor: string | null
  common: boolean
  goneAt: Instant | null
  reach: LockReach
}

/** One row of the Locks table; ages in ms when it was read. */
export interface LockRow {
  id: Id<'lock'>
  name: string
  label: string
  /** Compare as text: 99 before 101, names after numbers. */
  sortKey: string
  floor: string | null
  common: boolean
  state: LockState
  /** Since when the last of its gateways has no contact, or the list lacks it. */
  sinceAt: Instant | null
  /** Of the strongest gateway that lately heard it (R8); null = not heard. */
  signalDbm: number | null
  gateway: string | null
  /** How many gateways lately heard it. */
  gateways: number
  /** Age of the newest hearing; null = never heard. */
  heardAgeMs: number | null
}

export interface LockReadingView {
  gatewayName: string
  gatewayId: Id<'gateway'> | null
  contact: GatewayContact
  signalDbm: number | null
  band: SignalBand
  heardAgeMs: number | null
  /** It counts for reach: heard within an hour of the newest hearing. */
  lately: boolean
}

/** Everything that the lock's page shows of the lock itself. */
export interface LockView extends LockRow {
  room: string | null
  door: string | null
  proposedRoom: string | null
  sampledAt: Instant | null
  sampleAgeMs: number | null
  readFailure: string | null
  changedAt: Instant | null
  goneAt: Instant | null
  readings: LockReadingView[]
}

export interface RoomProposal {
  lockId: Id<'lock'>
  name: string
  /** The Lock Server's word for it, and what taking it makes of the lock. */
  proposedRoom: string
  becomes: 'room' | 'common-door'
  proposedFloor: string | null
}

/** A lock with the names of its door as staff entered them; `proposal` only as long as it has none and is listed. */
export interface DoorNaming {
  lockId: Id<'lock'>
  name: string
  room: string | null
  door: string | null
  floor: string | null
  /** Compare as text. */
  sortKey: string
  goneAt: Instant | null
  proposal: RoomProposal | null
}

export const lockChanges = ['replaced', 'reset', 'moved'] as const
export type LockChange = (typeof lockChanges)[number]

/** A code or key that a change concerns (rule 10); the name only for who may see guests. */
export interface ConcernedKey {
  kind: 'code' | 'mobile-key' | 'permanent-key' | 'admin-key'
  id: Id<'passcode'> | Id<'guestKey'> | Id<'permanentKey'>
  stayId: Id<'stay'> | null
  guest: string | null
  startsAt: Instant
  /** Null = without an end. */
  endsAt: Instant | null
}

export interface ChangedLock {
  lockId: Id<'lock'>
  change: LockChange
  /** Gone with the old lock or the reset: nothing opens with them any more. */
  gone: ConcernedKey[]
  /** Codes on their way to a lock that was reset: the door may still take them, and opens for them then. */
  mayStillCome: ConcernedKey[]
  /** Still in the lock, which now opens another door. */
  travelled: ConcernedKey[]
  /** What guests still count on and have to get again: one per stay. */
  setUpAgain: ConcernedKey[]
  /** The lock on whose door they get it; null while none is known to hang there. */
  setUpAt: { id: Id<'lock'>; label: string } | null
}

export const longestRoom = 20
export const longestDoor = 40
export const longestFloor = 12
