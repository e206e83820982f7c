import { z } from 'zod'

/** Made in the browser, one per press (I2); 16 characters or more from `getRandomValues`. */
export const pressKeyInput = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/)
