import { z } from 'zod'

const short = z.string().trim().max(200)

/** Whom it is for: one of the two must be said (product.md rule 2). */
export const guestInput = z.object({
  guestName: short.transform((text) => text || null).nullish(),
  bookingNumber: short.transform((text) => text || null).nullish(),
})
