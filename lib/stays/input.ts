import { z } from 'zod'
import { isLocalDate, isLocalTime } from '../time/zone'

const short = z.string().trim().max(200)

/** Whom it is for: one of the two must be said (product.md rule 2). */
export const guestInput = z.object({
  guestName: short.transform((text) => text || null).nullish(),
  bookingNumber: short.transform((text) => text || null).nullish(),
})

/** A wall-clock minute of the property. */
export const momentInput = z.object({ date: z.string().refine(isLocalDate), time: z.string().refine(isLocalTime) })
