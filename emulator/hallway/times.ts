/** `Fri 12 Jun 14:02:11` in a zone. */
export function dayAndTime(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return format.format(at).replaceAll(',', '')
}

/** `14:02:11` in a zone. */
export function timeOfDay(at: number, timeZone: string): string {
  return dayAndTime(at, timeZone).split(' ').at(-1) ?? ''
}

/** `4 s`, `12 min`, `3 h`, `2 d`. */
export function age(ms: number): string {
  if (ms < 0) return 'in the future'
  if (ms < 90_000) return `${Math.round(ms / 1000)} s ago`
  if (ms < 90 * 60_000) return `${Math.round(ms / 60_000)} min ago`
  return ms < 48 * 3_600_000 ? `${Math.round(ms / 3_600_000)} h ago` : `${Math.round(ms / 86_400_000)} d ago`
}
