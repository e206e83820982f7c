import { type HouseTimes, longWindowMs, walkInWindow } from '@/lib/stays/rules'
import { dayMs, type Instant } from '@/lib/time/clock'
import {
  clockChangesBetween,
  fromLocal,
  isLocalDate,
  isLocalTime,
  type LocalMoment,
  occurrencesOf,
  toLocal,
} from '@/lib/time/zone'

/** Rule 1: what the clocks do with a window, told before it is issued. */
export type WindowNote =
  | { kind: 'gap' | 'twice'; edge: 'from' | 'until'; at: Instant }
  | { kind: 'forward' | 'back'; at: Instant; minutes: number }

export interface AskedWindow {
  /** Null while a date or time is not understood. */
  startsAt: Instant | null
  endsAt: Instant | null
  fault: 'window-reversed' | 'window-ended' | null
  /** Rule 2: over 30 days. */
  long: boolean
  notes: WindowNote[]
}

/** `YYYY-MM-DDTHH:mm` of a date and time field; null while either half is missing. */
export function readMoment(value: string): LocalMoment | null {
  const [date = '', time = ''] = value.split('T')
  return isLocalDate(date) && isLocalTime(time) ? { date, time } : null
}

export const writeMoment = ({ date, time }: LocalMoment): string => `${date}T${time}`

/** What two fields ask for, judged as the server will (lib/stays/require-window.ts). */
export function readWindow(from: string, until: string, zone: string, now: Instant): AskedWindow {
  const [start, end] = [readMoment(from), readMoment(until)]
  const startsAt = start && fromLocal(start, zone, 'start')
  const endsAt = end && fromLocal(end, zone, 'end')
  const whole = startsAt !== null && endsAt !== null
  const fault =
    whole && endsAt <= startsAt ? 'window-reversed' : endsAt !== null && endsAt <= now ? 'window-ended' : null
  return {
    startsAt,
    endsAt,
    fault,
    long: whole && endsAt - startsAt > longWindowMs,
    notes: [
      ...edgeNotes(start, startsAt, zone, 'from'),
      ...edgeNotes(end, endsAt, zone, 'until'),
      ...(whole && fault === null ? changeNotes(startsAt, endsAt, zone) : []),
    ],
  }
}

function edgeNotes(moment: LocalMoment | null, at: Instant | null, zone: string, edge: 'from' | 'until'): WindowNote[] {
  if (moment === null || at === null) return []
  const times = occurrencesOf(moment, zone)
  return times === 1 ? [] : [{ kind: times === 0 ? 'gap' : 'twice', edge, at }]
}

/** Rule 2: on a later day access begins at the departure hour, today as for a walk-in, unless somebody typed a time. */
export function beginAt(next: string, before: string, times: HouseTimes, now: Instant): string {
  const [[date = '', time = ''], [dateBefore, timeBefore]] = [next.split('T'), before.split('T')]
  if (date === dateBefore || time !== timeBefore) return next
  const today = toLocal(now, times.timeZone).date
  if (date > today) return `${date}T${times.departureTime}`
  if (date !== today || time !== times.departureTime) return next
  const { from } = offeredWindow(times, now)
  return from.startsWith(today) ? from : `${today}T00:00`
}

/** Rule 2: what is offered to somebody who stands at the desk for one night. */
export function offeredWindow(times: HouseTimes, now: Instant): { from: string; until: string } {
  const { startsAt, endsAt } = walkInWindow(times, now, 1)
  return {
    from: writeMoment(toLocal(startsAt, times.timeZone)),
    until: writeMoment(toLocal(endsAt, times.timeZone)),
  }
}

/** Rule 2: until the departure hour after so many nights, with the house's margin. */
export function nightsUntil(times: HouseTimes, from: Instant, nights: number): string {
  return writeMoment(toLocal(walkInWindow(times, from, nights).endsAt, times.timeZone))
}

/** Of a long window only the first two: more would be a calendar. */
function changeNotes(startsAt: Instant, endsAt: Instant, zone: string): WindowNote[] {
  return clockChangesBetween(startsAt, Math.min(endsAt, startsAt + 400 * dayMs), zone)
    .slice(0, 2)
    .map(({ at, shiftMinutes }) => ({
      kind: shiftMinutes > 0 ? 'forward' : 'back',
      at,
      minutes: Math.abs(shiftMinutes),
    }))
}
