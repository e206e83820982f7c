/** The short weekday of a local date `YYYY-MM-DD` in a language; '' when it is no date. */
export function weekdayOf(date: string, locale: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (!match) return ''
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  return new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(year, month - 1, day))
}
