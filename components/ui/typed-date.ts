/** Local dates are `YYYY-MM-DD`, local times `HH:mm`; no zone is involved anywhere here. */

/** Day before month in every language: plain "en" would be the American order. */
export const dateLocale = (locale: string) => (locale === 'en' ? 'en-GB' : locale)

const isoFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'UTC',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

function isoDate(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1970 || year > 9999) return null
  const iso = isoFormat.format(Date.UTC(year, month - 1, day))
  return Number(iso.slice(8)) === day ? iso : null
}

const dayNumber = (date: string) =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)))

export const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

export function addDays(date: string, days: number): string {
  return isoFormat.format(dayNumber(date) + days * 86_400_000)
}

/** "Sat 24 Oct 2026"; what is no date comes back as it is. */
export function showDate(date: string, locale: string): string {
  if (!isDate(date)) return date
  const format = new Intl.DateTimeFormat(dateLocale(locale), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return format.format(dayNumber(date)).replaceAll(',', '')
}

function monthNumber(word: string, locale: string): number {
  const typed = word.toLowerCase().replace('.', '')
  for (const language of new Set([dateLocale(locale), 'en-GB']))
    for (let month = 1; month <= 12; month += 1) {
      const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(
        Date.UTC(2024, month - 1, 1),
      )
      if (typed.length >= 3 && name.toLowerCase().startsWith(typed.replace('mrz', 'mär'))) return month
    }
  return 0
}

/** Without a year: the first such day from `near` on. */
function withYear(day: number, month: number, year: string | undefined, near: string): string | null {
  if (year !== undefined) return isoDate(year.length === 2 ? 2000 + Number(year) : Number(year), month, day)
  const here = isoDate(Number(near.slice(0, 4)), month, day)
  return here !== null && here < near ? isoDate(Number(near.slice(0, 4)) + 1, month, day) : here
}

/**
 * What somebody means by "2026-10-24", "24.10.", "24/10/26", "Sat 24 Oct 2026", "24 Okt", "24" (the next 24th) or "+2"
 * (days after `near`); null when it is no date. Day first, always.
 */
export function readDate(typed: string, near: string, locale: string): string | null {
  const text = typed.trim().replaceAll(',', ' ')
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const ahead = /^\+(\d{1,3})$/.exec(text)
  if (ahead) return addDays(near, Number(ahead[1]))
  const numbers = /^(?:\p{L}+\.?\s+)?(\d{1,2})\s*[./-]\s*(\d{1,2})\s*(?:[./-]\s*(\d{4}|\d{2})?)?$/u.exec(text)
  if (numbers) return withYear(Number(numbers[1]), Number(numbers[2]), numbers[3], near)
  const words = /^(?:\p{L}+\.?\s+)?(\d{1,2})\.?\s*(\p{L}{3,})\.?\s*(\d{4}|\d{2})?$/u.exec(text)
  if (words) return withYear(Number(words[1]), monthNumber(words[2] ?? '', locale), words[3], near)
  return /^\d{1,2}\.?$/.test(text) ? nextDay(Number.parseInt(text, 10), near) : null
}

function nextDay(day: number, near: string): string | null {
  const [year, month] = [Number(near.slice(0, 4)), Number(near.slice(5, 7))]
  const here = isoDate(year, month, day)
  if (here !== null && here >= near) return here
  return month === 12 ? isoDate(year + 1, 1, day) : isoDate(year, month + 1, day)
}

/** What somebody means by "15", "1530", "15:30", "15.30", "3 pm", "3:30pm" or "15 h"; null when it is no time. */
export function readTime(typed: string): string | null {
  const match = /^(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*(?:(a|p)\.?m?\.?|h|uhr)?$/i.exec(typed.trim())
  if (!match) return null
  const half = match[3]?.toLowerCase()
  const hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null
  const hour24 = half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour
  return `${String(hour24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** Moves a time by minutes within its day. */
export function stepTime(time: string, minutes: number): string {
  const total = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + minutes
  const kept = Math.min(23 * 60 + 59, Math.max(0, total))
  return `${String(Math.floor(kept / 60)).padStart(2, '0')}:${String(kept % 60).padStart(2, '0')}`
}
