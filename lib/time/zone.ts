import { dayMs, type Instant, minuteMs } from './clock'

/** A calendar day of the property: `YYYY-MM-DD`. */
export type LocalDate = string
/** A time of day of the property: `HH:mm`. */
export type LocalTime = string
export interface LocalMoment {
  date: LocalDate
  time: LocalTime
}
export interface ClockChange {
  at: Instant
  /** +60 = one hour is skipped, −60 = one hour comes twice. */
  shiftMinutes: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** Milliseconds that the zone's wall clock is ahead of UTC at that instant. */
function offsetMs(at: Instant, zone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

/** The wall clock of the zone, rounded down to the minute. */
export function toLocal(at: Instant, zone: string): LocalMoment {
  const wall = new Date(at + offsetMs(at, zone)).toISOString()
  return { date: wall.slice(0, 10), time: wall.slice(11, 16) }
}

/** First instant within (from, to] at which the zone's offset differs from the one at `from`, to the second. */
function changeWithin(from: Instant, to: Instant, zone: string): Instant {
  const before = offsetMs(from, zone)
  let low = Math.floor(from / 1000)
  let high = Math.ceil(to / 1000)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(middle * 1000, zone) === before) low = middle
    else high = middle
  }
  return high * 1000
}

/**
 * The instant of a wall-clock minute (product.md house rule 1): where it does not exist, the next valid minute;
 * where it exists twice, a start takes the earlier, an end the later.
 */
export function fromLocal({ date, time }: LocalMoment, zone: string, edge: 'start' | 'end'): Instant {
  const wall = Date.parse(`${date}T${time}:00Z`)
  const offsets = [offsetMs(wall - dayMs, zone), offsetMs(wall + dayMs, zone)]
  const valid = offsets.map((offset) => wall - offset).filter((at) => offsetMs(at, zone) === wall - at)
  if (valid.length === 0) return changeWithin(wall - dayMs, wall + dayMs, zone)
  return edge === 'start' ? Math.min(...valid) : Math.max(...valid)
}

/** Whether a wall-clock minute exists once, twice or not at all in the zone. */
export function occurrencesOf({ date, time }: LocalMoment, zone: string): 0 | 1 | 2 {
  const wall = Date.parse(`${date}T${time}:00Z`)
  const offsets = [offsetMs(wall - dayMs, zone), offsetMs(wall + dayMs, zone)]
  const valid = new Set(offsets.map((offset) => wall - offset).filter((at) => offsetMs(at, zone) === wall - at))
  return valid.size as 0 | 1 | 2
}

/** Every change of the zone's clocks inside a window. */
export function clockChangesBetween(from: Instant, to: Instant, zone: string): ClockChange[] {
  const changes: ClockChange[] = []
  for (let at = from; at < to; at += dayMs) {
    const until = Math.min(at + dayMs, to)
    const shift = offsetMs(until, zone) - offsetMs(at, zone)
    if (shift !== 0) changes.push({ at: changeWithin(at, until, zone), shiftMinutes: shift / minuteMs })
  }
  return changes
}

/** `YYMMDDHHmm` in the zone (2.4.2, R12): a start rounds down to the minute, an end up. */
export function localMinute(at: Instant, zone: string, edge: 'start' | 'end'): string {
  const rounded = edge === 'start' ? Math.floor(at / minuteMs) * minuteMs : Math.ceil(at / minuteMs) * minuteMs
  const { date, time } = toLocal(rounded, zone)
  return `${date.slice(2, 4)}${date.slice(5, 7)}${date.slice(8, 10)}${time.slice(0, 2)}${time.slice(3, 5)}`
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && addDaysSafe(text) === text
}

function addDaysSafe(text: string): string | null {
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 10)
}

export function isLocalTime(text: string): boolean {
  const match = /^(\d{2}):(\d{2})$/.exec(text)
  return match !== null && Number(match[1]) < 24 && Number(match[2]) < 60
}

/** The hotel day that an instant belongs to: it begins at `endsAt` (05:00 unless set otherwise; product.md, Words). */
export function hotelDayOf(at: Instant, zone: string, endsAt: LocalTime): LocalDate {
  const { date, time } = toLocal(at, zone)
  return time < endsAt ? addDays(date, -1) : date
}
