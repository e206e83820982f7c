import { dayMs, type Instant, minuteMs } from '../time/clock'
import { addDays, fromLocal, hotelDayOf, type LocalDate, type LocalTime, toLocal } from '../time/zone'

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

/** The stay itself: from the arrival hour of one day until the departure hour of another. */
export function stayWindow(times: HouseTimes, arrivesOn: LocalDate, departsOn: LocalDate): Window {
  return {
    startsAt: fromLocal({ date: arrivesOn, time: times.arrivalTime }, times.timeZone, 'start'),
    endsAt: fromLocal({ date: departsOn, time: times.departureTime }, times.timeZone, 'end'),
  }
}

/** Rule 2: generous – from the departure hour of the arrival day until the margin after departure; never shorter than the stay. */
export function codeWindow(times: HouseTimes, stay: Window): Window {
  const arrivesOn = toLocal(stay.startsAt, times.timeZone).date
  const early = fromLocal({ date: arrivesOn, time: times.departureTime }, times.timeZone, 'start')
  return { startsAt: Math.min(early, stay.startsAt), endsAt: stay.endsAt + times.codeMarginMinutes * minuteMs }
}

/** What the dialog offers first for a number of nights: a walk-in's window, from a little before now. */
export function walkInWindow(times: HouseTimes, now: Instant, nights: number): Window {
  const today = hotelDayOf(now, times.timeZone, times.hotelDayEndsAt)
  const departsOn = addDays(today, nights)
  const departure = fromLocal({ date: departsOn, time: times.departureTime }, times.timeZone, 'end')
  const startsAt = Math.floor((now - times.walkInLeadMinutes * minuteMs) / minuteMs) * minuteMs
  return { startsAt, endsAt: departure + times.codeMarginMinutes * minuteMs }
}
