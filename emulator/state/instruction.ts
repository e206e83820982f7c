export type InstructionStatus = 1 | 2 | 3 | 4 | 5
export type Command =
  | {
      kind: 'set-passcode'
      digits: string
      startAt: number
      endAt: number
      local: { start: string; end: string } | null
      oneTime: boolean
    }
  | { kind: 'cancel-passcode'; digits: string }
  | { kind: 'remote-unlock' }

export type Instruction = {
  id: string
  lockName: string
  command: Command
  status: InstructionStatus
  createdAt: number
  createdElapsed: number
  /** Since when the present step runs (elapsed ms); null while the lock cannot be reached or others go first. */
  stepSince: number | null
  pushAfterMs: number
  runAfterMs: number
  outcome: 1 | 2 | 4
  /** Does not leave this status until released. */
  heldAt: 3 | 5 | null
  history: { at: number; status: InstructionStatus }[]
}
