const formats = new Map<string, Intl.DateTimeFormat>()

/** The wall clock of a zone as YYMMDDHHmm (2.4.2, R12). */
export function localMinute(at: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: '2-digit',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(timeZone, format)
  }
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return ['year', 'month', 'day', 'hour', 'minute'].map((name) => part.get(name as 'year')).join('')
}

/** Whether a text is a YYMMDDHHmm that a calendar has. */
export function isLocalMinute(text: string): boolean {
  const match = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (!match) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number)
  const at = new Date(Date.UTC(2000 + year, month - 1, day, hour, minute))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60
}
