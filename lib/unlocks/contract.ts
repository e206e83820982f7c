import type { Id } from '../ids/ids'
import type { InstructionView } from '../instructions/contract'
import type { Instant } from '../time/clock'

/** Rule 9: `occupied` counts live or possible unknown codes and keys; without any Keydesk cannot know, and never says vacant. */
export type Occupancy = 'common' | 'occupied' | 'unknown'

/** A press within `justPressedMs` before this one. */
export interface JustPressed {
  instructionId: Id<'instruction'>
  actorLabel: string
  intendedAt: Instant
}

/** What a press of *Unlock* asks for; checked again by `unlockDoorInput`. */
export interface UnlockAsked {
  /** One per press (I2). */
  pressKey: string
  lockId: Id<'lock'>
  reason: string
  reasonNote?: string
  identityChecked?: boolean
  /** The earlier press that the person was told of. */
  afterId?: Id<'instruction'>
}

/** What a press is answered with; `answered` when its outcome was there at once, else it is followed by its id. */
export interface Pressed {
  instructionId: Id<'instruction'>
  answered: InstructionView | null
}

/** What *Emergency entry* asks for; checked again by `enterInEmergencyInput`. */
export type EmergencyAsked = Pick<UnlockAsked, 'pressKey' | 'lockId' | 'afterId'>

/** Why somebody entered in an emergency, said afterwards; checked again by `explainEntryInput`. */
export interface EntryExplained {
  instructionId: Id<'instruction'>
  reason: string
  reasonNote?: string
}
