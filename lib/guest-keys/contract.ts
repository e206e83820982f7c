import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import type { LocalMoment } from '../time/zone'

/** A mobile key has no door to confirm it (2.2.4): issued or not, then its window. */
export const guestKeyStates = ['sending', 'scheduled', 'works-now', 'ended', 'failed', 'no-answer', 'lost'] as const
export type GuestKeyState = (typeof guestKeyStates)[number]

export interface GuestKeyView {
  id: Id<'guestKey'>
  lockId: Id<'lock'>
  doorLabel: string
  lockName: string
  stayId: Id<'stay'>
  guestName: string | null
  bookingNumber: string | null
  state: GuestKeyState
  startsAt: Instant
  endsAt: Instant
  note: string | null
  /** The key text was shown, once. */
  shownAt: Instant | null
  /** What had its time, or whose guest was erased (privacy). */
  guestErasedAt?: Instant | null
  noteErasedAt?: Instant | null
  codeErasedAt?: Instant | null
  createdAt: Instant
  actorLabel: string
  instructionId: Id<'instruction'>
}

/** What a press of *Issue mobile key* asks for; checked again by `issueGuestKeyInput`. */
export interface GuestKeyAsked {
  /** One per press (I2). */
  pressKey: string
  lockId: Id<'lock'>
  guestName?: string | null
  bookingNumber?: string | null
  from: LocalMoment
  until: LocalMoment
  note?: string
  /** Rule 6: read and ticked. */
  knowsItCannotBeRecalled: true
  reason?: string
  reasonNote?: string
  /** The earlier press that may have worked (I3). */
  afterId?: Id<'instruction'>
  /** When what the dialog shows of the door was read (I27). */
  briefAt?: Instant
}

/** The press is in the ledger; what came of it is told by its instruction. */
export interface GuestKeyIssued {
  guestKeyId: Id<'guestKey'>
  instructionId: Id<'instruction'>
}

/** A QR code as one SVG path on a grid of `size` modules, without its margin. */
export interface DrawnKey {
  path: string
  size: number
}

/** The key's text and the same drawn for a phone's camera: leaves the server once. */
export interface ShownGuestKey {
  keyCode: string
  drawn: DrawnKey
}
