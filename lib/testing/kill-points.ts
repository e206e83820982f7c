import type { InstructionKind } from '../instructions/contract'

/** Where a process dies, in the order in which a command passes them; the last is the renewal of the token on the way. */
export const killPoints = [
  'before-intent',
  'after-intent',
  'after-lease',
  'after-mark',
  'bytes-unanswered',
  'answer-uncommitted',
  'after-outcome',
  'token-not-stored',
] as const
export type KillPoint = (typeof killPoints)[number]

export const killCommands = ['set-code', 'cancel', 'unlock', 'guest-key', 'permanent-key'] as const
export type KillCommand = (typeof killCommands)[number]

export const instructionKindOf: Record<KillCommand, InstructionKind> = {
  'set-code': 'set-code',
  cancel: 'cancel-code',
  unlock: 'unlock',
  'guest-key': 'guest-key',
  'permanent-key': 'permanent-key',
}

/** The emulator's names of the calls. */
export const callOf: Record<KillCommand, string> = {
  'set-code': 'set-passcode',
  cancel: 'cancel-passcode',
  unlock: 'remote-unlock',
  'guest-key': 'guest-key',
  'permanent-key': 'permanent-key',
}

/** What one life of `die-at-point-process.ts` is to do; without a lock it only looks. */
export interface KillTask {
  settings: Record<string, string>
  point: KillPoint | null
  command: KillCommand
  lockName: string | null
  /** The emulator's control plane. */
  controlUrl: string
}

/** What is on record at a start. */
export interface KillRecord {
  /** Paths of the requests that the emulator had seen before the rows were read, by call. */
  requests: Record<string, string[]>
  instructions: {
    id: string
    kind: string
    lockName: string
    sending: boolean
    /** Asked for since this start, by the house itself. */
    own: boolean
    outcome: string | null
    outcomeReason: string | null
  }[]
  codes: { id: string; setId: string; state: string; digits: string | null }[]
  /** Every door's keys without an end, those that may open it. */
  permanentKeys: { instructionId: string; state: string }[]
  toDo: { what: string; instructionId: string | null }[]
}
