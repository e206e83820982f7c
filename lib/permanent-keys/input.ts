import { z } from 'zod'
import { isId } from '../ids/ids'
import { afterIdInput, briefAtInput, pressKeyInput } from '../instructions/input'
import { permanentKeyKinds } from './contract'

export const issuePermanentKeyInput = z.object({
  pressKey: pressKeyInput,
  kind: z.enum(permanentKeyKinds),
  lockId: z.custom<`lck_${string}`>((text) => isId('lock', text)),
  reason: z.string().trim().max(100).optional(),
  reasonNote: z.string().trim().max(500).optional(),
  /** The person has read that it never ends and cannot be recalled. */
  knowsItNeverEnds: z.literal(true),
  afterId: afterIdInput,
  briefAt: briefAtInput,
})

export const showPermanentKeyInput = z.object({
  permanentKeyId: z.custom<`pmk_${string}`>((text) => isId('permanentKey', text)),
})
