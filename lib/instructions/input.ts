import { z } from 'zod'
import { isId } from '../ids/ids'

/** Made in the browser, one per press (I2); 16 characters or more from `getRandomValues`. */
export const pressKeyInput = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)

/** The earlier press that the person was told of and presses again all the same (I3, I27). */
export const afterIdInput = z.custom<`ins_${string}`>((text) => isId('instruction', text)).optional()

/** When what the dialog shows of the door was read, in epoch ms (`DoorBrief.now`): no part of what is asked for. */
export const briefAtInput = z.number().int().min(0).max(8.64e15).optional()
