import type { Id } from '../ids/ids'
import type { Outcome } from '../instructions/contract'
import type { Instant } from '../time/clock'

/** Both open a lock without an end and cannot be recalled; with an admin key the lock can be reset too (2.2.2, 2.2.3). */
export const permanentKeyKinds = ['permanent', 'admin'] as const
export type PermanentKeyKind = (typeof permanentKeyKinds)[number]

/** `to-show` = its text waits in memory for the one who pressed; `not-shown` = it never got there and never will. */
export const permanentKeyStates = ['sending', 'failed', 'no-answer', 'to-show', 'shown', 'not-shown', 'lost'] as const
export type PermanentKeyState = (typeof permanentKeyStates)[number]

/** What `permanentKeyState` needs of a row and its instruction. */
export interface PermanentKeyFacts {
  outcome: Outcome | null
  outcomeAt: Instant | null
  shownAt: Instant | null
  lostAt: Instant | null
}

export interface PermanentKeyView extends PermanentKeyFacts {
  id: Id<'permanentKey'>
  kind: PermanentKeyKind
  lockId: Id<'lock'>
  /** When it was read; `permanentKeyState` says it for later. */
  state: PermanentKeyState
  createdAt: Instant
  actorLabel: string
  reason: string | null
  /** Null too for who may not see guests: it may name one. */
  reasonNote: string | null
  instructionId: Id<'instruction'>
}

/** What a press of *Get permanent key* asks for; checked again by `issuePermanentKeyInput`. */
export interface PermanentKeyAsked {
  /** One per press (I2). */
  pressKey: string
  kind: PermanentKeyKind
  lockId: Id<'lock'>
  reason: string
  reasonNote?: string
  /** Read and ticked. */
  knowsItNeverEnds: true
  /** The earlier press that may have worked (I3). */
  afterId?: Id<'instruction'>
  /** When what the dialog shows of the door was read (I27). */
  briefAt?: Instant
}

/** The press is in the ledger; what came of it is told by its instruction. */
export interface PermanentKeyIssued {
  permanentKeyId: Id<'permanentKey'>
  instructionId: Id<'instruction'>
}

/** Leaves the server once. */
export interface ShownPermanentKey {
  keyCode: string
}
