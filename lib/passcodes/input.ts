import { z } from 'zod'
import { isId } from '../ids/ids'
import { afterIdInput, briefAtInput, pressKeyInput } from '../instructions/input'
import { guestInput, momentInput } from '../stays/input'

export const passcodeIdInput = z.custom<`psc_${string}`>((text) => isId('passcode', text))
export const lockIdInput = z.custom<`lck_${string}`>((text) => isId('lock', text))
export const reasonInput = z.string().trim().max(100).optional()
export const reasonNoteInput = z.string().trim().max(500).optional()

export const setUpPasscodeInput = guestInput.extend({
  pressKey: pressKeyInput,
  lockId: lockIdInput,
  from: momentInput,
  until: momentInput,
  oneTime: z.boolean().default(false),
  note: z.string().trim().max(500).optional(),
  reason: reasonInput,
  reasonNote: reasonNoteInput,
  afterId: afterIdInput,
  briefAt: briefAtInput,
})

/** Rule 4, for *New code* and *Extend*: `until` is given by Extend only. */
export const replacePasscodeInput = z.object({
  pressKey: pressKeyInput,
  passcodeId: passcodeIdInput,
  until: momentInput.optional(),
  oldEnds: z.enum(['now', 'when-on-door', 'at']),
  handOver: momentInput.optional(),
  reason: reasonInput,
  reasonNote: reasonNoteInput,
  briefAt: briefAtInput,
})

export const cancelPasscodeInput = z.object({ pressKey: pressKeyInput, passcodeId: passcodeIdInput })
/** *Use it* (rule 3), and closing a possible unknown code (I4). */
export const passcodeReasonInput = z.object({
  passcodeId: passcodeIdInput,
  reason: z.string().trim().min(1).max(100),
  reasonNote: reasonNoteInput,
})
export const showPasscodeInput = z.object({ passcodeId: passcodeIdInput, use: z.enum(['on-screen', 'copy', 'slip']) })
export const caseNoteInput = z.object({
  passcodeId: passcodeIdInput,
  note: z
    .string()
    .trim()
    .max(500)
    .transform((text) => text || null),
})
