import { z } from 'zod'
import { isId } from '../ids/ids'
import { afterIdInput, briefAtInput, pressKeyInput } from '../instructions/input'
import { guestInput, momentInput } from '../stays/input'

export const issueGuestKeyInput = guestInput.extend({
  pressKey: pressKeyInput,
  lockId: z.custom<`lck_${string}`>((text) => isId('lock', text)),
  from: momentInput,
  until: momentInput,
  note: z.string().trim().max(500).optional(),
  /** Rule 6: the person has read that it cannot be recalled. */
  knowsItCannotBeRecalled: z.literal(true),
  reason: z.string().trim().max(100).optional(),
  reasonNote: z.string().trim().max(500).optional(),
  afterId: afterIdInput,
  briefAt: briefAtInput,
})

export const showGuestKeyInput = z.object({ guestKeyId: z.custom<`gky_${string}`>((text) => isId('guestKey', text)) })
