import { addDays, readDate } from '@/components/ui/typed-date'

/** A day of the past as somebody types it: as `readDate`, but "24" is the last 24th and "24 Oct" the last one; null when it is none. */
export function readPastDay(typed: string, today: string, locale: string): string | null {
  const daysBack = /^\d{1,2}\.?$/.test(typed.trim()) ? 30 : 364
  return readDate(typed, addDays(today, -daysBack), locale)
}
