import { z } from 'zod'
import { isId } from '../ids/ids'
import { afterIdInput, pressKeyInput } from '../instructions/input'

export const unlockDoorInput = z.object({
  pressKey: pressKeyInput,
  lockId: z.custom<`lck_${string}`>((text) => isId('lock', text)),
  reason: z.string().trim().min(1).max(100),
  reasonNote: z.string().trim().max(500).optional(),
  /** Rule 9: the identity of who asks was checked. */
  identityChecked: z.boolean().default(false),
  afterId: afterIdInput,
})

/** No reason, no tick: one confirm. */
export const enterInEmergencyInput = z.object({
  pressKey: pressKeyInput,
  lockId: z.custom<`lck_${string}`>((text) => isId('lock', text)),
  afterId: afterIdInput,
})

export const explainEntryInput = z.object({
  instructionId: z.custom<`ins_${string}`>((text) => isId('instruction', text)),
  reason: z.string().trim().min(1).max(100),
  reasonNote: z.string().trim().max(500).optional(),
})
