import type { Id } from '../ids/ids'
import type { Emergencies } from '../notices/contract'
import type { Instant } from '../time/clock'

/** The commands of sections 2.2.2–2.2.4 and 2.4.2–2.4.4. All but `cancel-code` grant: they are never sent again by the machine. */
export const instructionKinds = [
  'set-code',
  'cancel-code',
  'unlock',
  'guest-key',
  'permanent-key',
  'admin-key',
] as const
export type InstructionKind = (typeof instructionKinds)[number]

/** What became of the one attempt (invariants.md): exactly one of these, or null while it waits for turn or answer. */
export type Outcome = 'not-sent' | 'rejected' | 'accepted' | 'unknown'

/** 2.4.5 and R14: 3 not pushed yet, 5 pushed, 1 succeeded, 2 failed, 4 could not be pushed; 1, 2 and 4 are final. */
export type VendorStatus = 1 | 2 | 3 | 4 | 5

/** Where an instruction stands, for people; derived by `phaseOf`, never stored. */
export type Phase =
  | 'waiting-turn'
  | 'sending'
  | 'not-sent'
  | 'rejected'
  | 'no-answer'
  | 'accepted'
  | 'waiting-push'
  | 'waiting-door'
  | 'done'
  | 'failed'
  | 'not-pushed'
  | 'unconfirmed'

/** What `phaseOf` needs of a row. */
export interface InstructionFacts {
  kind: InstructionKind
  intendedAt: Instant
  sendingAt: Instant | null
  outcomeAt: Instant | null
  outcome: Outcome | null
  status: VendorStatus | null
  pushedAt: Instant | null
  settledAt: Instant | null
  trackUntilAt: Instant | null
}

/** One request as every screen may show it; no secrets in it. */
export interface InstructionView extends InstructionFacts {
  id: Id<'instruction'>
  lockId: Id<'lock'>
  doorLabel: string
  lockName: string
  actorLabel: string
  /** Its reason is given afterwards: null until then. */
  emergency: boolean
  reason: string | null
  /** Null too for who may not see guests: it may name one. */
  reasonNote: string | null
  repeatsId: Id<'instruction'> | null
  windowStartsAt: Instant | null
  windowEndsAt: Instant | null
  outcomeReason: string | null
  vendorMessage: string | null
  vendorInstructionId: string | null
  dismissedAt: Instant | null
  /** What had its time, or was erased with its guest (privacy). */
  messageErasedAt?: Instant | null
  noteErasedAt?: Instant | null
  version: number
}

/** What a browser's held poll is answered with (design.md, How data flows, 5). */
export interface InstructionNews {
  /** The server's time of the answer. */
  now: Instant
  /** Those of the named instructions that moved since the version named. */
  moved: InstructionView[]
  /** I7: every unlock of the property that came late and that nobody has put away. */
  late: InstructionView[]
  /** Emergency entries that the reader has not marked; absent for who is not told of them. */
  emergencies?: Emergencies
}

/** So many instructions can be named in one poll. */
export const namedAtMost = 200
/** A poll is held so long when nothing moves, in ms. */
export const longestHoldMs = 20_000
