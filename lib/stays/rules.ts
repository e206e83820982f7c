import { dayMs, type Instant, minuteMs } from '../time/clock'
import { addDays, fromLocal, hotelDayOf, type LocalTime } from '../time/zone'

/** Longer windows need a manager with a reason (product.md rule 2). */
export const longWindowMs = 30 * dayMs

/** What the windows of a property follow (product.md rule 2). */
export interface HouseTimes {
  timeZone: string
  arrivalTime: LocalTime
  departureTime: LocalTime
  hotelDayEndsAt: LocalTime
  codeMarginMinutes: number
  walkInLeadMinutes: number
}

export interface Window {
  startsAt: Instant
  endsAt: Instant
}

/** What the dialog offers first for a number of nights: a walk-in's window, from a little before now. */
export function walkInWindow(times: HouseTimes, now: Instant, nights: number): Window {
  const today = hotelDayOf(now, times.timeZone, times.hotelDayEndsAt)
  const departsOn = addDays(today, nights)
  const departure = fromLocal({ date: departsOn, time: times.departureTime }, times.timeZone, 'end')
  const startsAt = Math.floor((now - times.walkInLeadMinutes * minuteMs) / minuteMs) * minuteMs
  return { startsAt, endsAt: departure + times.codeMarginMinutes * minuteMs }
}

/** A telephone number as a desk may see it: its last three digits; short ones not at all. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return digits.length < 6 ? '•••' : `••• ${digits.slice(-3)}`
}
