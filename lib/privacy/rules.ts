import type { Instant } from '../time/clock'

/** So many calendar months earlier; the 31st of a month becomes the last day of a shorter one. */
export function monthsBefore(at: Instant, months: number): Instant {
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() - months)
  if (date.getUTCDate() !== day) date.setUTCDate(0)
  return date.getTime()
}
