import { dayMs, type Instant } from './clock'
import { addDays, type LocalDate, toLocal } from './zone'

/** What a moment is said with: the property's zone, the reader's language, and the moment it is said at. */
export interface Saying {
  zone: string
  locale: string
  now: Instant
}

/** Day before month in English too. */
const spoken = (locale: string) => (locale === 'en' ? 'en-GB' : locale)

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: string, shape: 'day' | 'date' | 'dated'): Intl.DateTimeFormat {
  const key = `${locale}/${shape}`
  let format = formats.get(key)
  if (!format) {
    const date = { day: 'numeric', month: 'short' } as const
    format = new Intl.DateTimeFormat(spoken(locale), {
      timeZone: 'UTC',
      weekday: 'short',
      ...(shape !== 'day' && date),
      ...(shape === 'dated' && { year: 'numeric' }),
    })
    formats.set(key, format)
  }
  return format
}

/** "today 15:00", "Fri 11:00" within six days, else "Fri 12 Jun 11:00", with the year where it is another one (rule 1). */
export function sayMoment(at: Instant, saying: Saying): string {
  return `${sayDay(toLocal(at, saying.zone).date, saying)} ${sayTime(at, saying)}`
}

/** The same, always with weekday, date and time: for what is printed or read later. */
export function sayWholeMoment(at: Instant, { zone, locale }: Omit<Saying, 'now'>): string {
  const { date, time } = toLocal(at, zone)
  return `${formatOf(locale, 'dated').format(Date.parse(date)).replaceAll(',', '')}, ${time}`
}

/** Only the time of a moment of today; the day too of any other. */
export function sayTimeToday(at: Instant, saying: Saying): string {
  const today = toLocal(saying.now, saying.zone).date
  return toLocal(at, saying.zone).date === today ? sayTime(at, saying) : sayMoment(at, saying)
}

/** "14:02", with seconds "14:02:11". */
export function sayTime(at: Instant, { zone }: Pick<Saying, 'zone'>, seconds = false): string {
  const { time } = toLocal(at, zone)
  return seconds ? `${time}:${String(Math.floor(at / 1000) % 60).padStart(2, '0')}` : time
}

function sayDay(date: LocalDate, { zone, locale, now }: Saying): string {
  const today = toLocal(now, zone).date
  const days = Math.round((Date.parse(date) - Date.parse(today)) / dayMs)
  if (days === 0) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'day')
  const shape =
    date.slice(0, 4) !== today.slice(0, 4) ? 'dated' : days > 0 && date <= addDays(today, 6) ? 'day' : 'date'
  return formatOf(locale, shape).format(Date.parse(date)).replaceAll(',', '')
}
