import { z } from 'zod'

/** Made in the browser, one per press (I2); 16 characters or more from `getRandomValues`. */
export const pressKeyInput = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)

/** When what the dialog shows of the door was read, in epoch ms (`DoorBrief.now`): no part of what is asked for. */
export const briefAtInput = z.number().int().min(0).max(8.64e15).optional()
