import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** A command with what the Lock Server needs for it; digits live in memory only. */
export type Command =
  | { kind: 'set-code'; startsAt: Instant; endsAt: Instant; oneTime: boolean }
  | { kind: 'cancel-code'; digits: string }
  | { kind: 'unlock' }
  | { kind: 'guest-key'; startsAt: Instant; endsAt: Instant }
  | { kind: 'permanent-key' | 'admin-key' }

export interface CommittedCommand {
  instructionId: Id<'instruction'>
  lock: { id: Id<'lock'>; name: string; label: string }
  command: Command
}

/** What is kept of the answer: of codes the digits, of mobile keys the key, and the number under which it follows the rest. */
export interface Answer {
  vendorInstructionId?: string
  digits?: string
  keyCode?: string
}

/** The outcome of the one attempt, as invariants.md lists them. */
export type AttemptOutcome =
  | { outcome: 'accepted'; answer: Answer }
  | { outcome: 'rejected' | 'unknown' | 'not-sent'; reason: string; vendorMessage?: string | null }
