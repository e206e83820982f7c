import type { Id } from '../ids/ids'
import type { InstructionFacts, InstructionView } from '../instructions/contract'
import type { Instant } from '../time/clock'

/** product.md, Words: derived by `passcodeState`, never stored. */
export const passcodeStates = [
  'sending',
  'waiting-door',
  'on-door',
  'works-now',
  'ended',
  'failed',
  'cancelling',
  'cancel-failed',
  'cancelled',
  'ended-unconfirmed',
  'no-answer',
  'closed',
  'lost',
] as const
export type PasscodeState = (typeof passcodeStates)[number]

/** Rule 3: why digits were not handed out. */
export type Unfit = 'weak' | 'duplicate'

/** What became of all cancels of one code, taken together. */
export interface CancelFacts {
  /** The door confirmed one. */
  confirmedAt: Instant | null
  /** One is on its way. */
  open: boolean
  tries: number
  lastAt: Instant | null
}

/** What `passcodeState` needs. */
export interface PasscodeFacts {
  startsAt: Instant
  endsAt: Instant
  cancelWantedAt: Instant | null
  closedAt: Instant | null
  lostAt: Instant | null
  set: Pick<InstructionFacts, 'outcome' | 'status'>
  cancels: CancelFacts
}

/** A code as screens show it; never its digits. */
export interface PasscodeView {
  id: Id<'passcode'>
  lockId: Id<'lock'>
  doorLabel: string
  lockName: string
  stayId: Id<'stay'> | null
  /** Null without a guest, or when the reader may not see names. */
  guestName: string | null
  bookingNumber: string | null
  state: PasscodeState
  startsAt: Instant
  endsAt: Instant
  oneTime: boolean
  note: string | null
  attempt: number
  unfit: Unfit | null
  usedAnyway: boolean
  /** As `note`: what was typed when it was handed out all the same. */
  usedAnywayNote: string | null
  insteadOfId: Id<'passcode'> | null
  replacesId: Id<'passcode'> | null
  handOverAt: Instant | null
  cancelWantedAt: Instant | null
  cancels: CancelFacts
  /** With which reason of the list a possible unknown code was closed, and what was typed with *Other*. */
  closedReason: string | null
  closedNote: string | null
  /** What the desk did about a possible unknown code. */
  caseNote: string | null
  /** What had its time, or whose guest was erased (privacy). */
  guestErasedAt?: Instant | null
  notesErasedAt?: Instant | null
  digitsErasedAt?: Instant | null
  createdAt: Instant
  actorLabel: string
  setInstructionId: Id<'instruction'>
  lastCancelInstructionId: Id<'instruction'> | null
}

/** A code with the requests behind it: for its own page and dialog. */
export interface PasscodeDetail extends PasscodeView {
  instructions: InstructionView[]
}

/** Rule 4: when the older code goes. */
export type OldCodeEnds = 'now' | 'when-on-door' | 'at'
