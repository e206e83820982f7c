import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** Whom a code is for: a guest's name or a booking number, or both. */
export interface StayView {
  id: Id<'stay'>
  lockId: Id<'lock'>
  roomLabel: string
  /** Null when the reader may not see names. */
  guestName: string | null
  bookingNumber: string | null
  startsAt: Instant
  endsAt: Instant
}
