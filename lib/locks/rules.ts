import type { GatewayContact } from '../gateways/contract'
import { hasNoContact } from '../gateways/rules'
import { dayMs, hourMs, type Instant } from '../time/clock'
import { type LockReach, type LockRow, type LockState, longestRoom, type Reading, type SignalBand } from './contract'

export function signalBand(signalDbm: number | null): SignalBand {
  if (signalDbm === null || signalDbm >= 0) return 'not-heard'
  if (signalDbm > -75) return 'good'
  return signalDbm >= -85 ? 'fair' : 'weak'
}

/**
 * A gateway *lately* heard a lock when that was within an hour of the lock's newest hearing by any gateway. Measured
 * between the Lock Server's own stamps: no clock of ours, and no silence of the Lock Server, changes who is meant (I12).
 */
export const latelyMs = hourMs
/** A lock whose newest hearing was older than that when last asked is not heard, even if a gateway stands. */
const heardWithinMs = dayMs
/** An answer about a lock counts that long: no round of the sampler takes longer. */
const readingFreshMs = 2 * hourMs

/** The readings that decide about reach and signal, strongest first (R8). */
export function lateReadings<R extends Reading>(readings: readonly R[]): R[] {
  const heard = readings.filter((reading) => reading.heardAt !== null && signalBand(reading.signalDbm) !== 'not-heard')
  const newestAt = Math.max(...heard.map((reading) => reading.heardAt ?? 0))
  return heard
    .filter((reading) => newestAt - (reading.heardAt ?? 0) <= latelyMs)
    .sort((a, b) => (b.signalDbm ?? 0) - (a.signalDbm ?? 0))
}

/** Whether anything would reach the lock now. `contacts` by gateway name; `sinceSampleMs` = age of the newest answer about it. */
export function lockReach(
  readings: readonly Reading[],
  contacts: ReadonlyMap<string, GatewayContact>,
  sinceSampleMs: number | null,
): LockReach {
  const lately = lateReadings(readings)
  const held = lately.map(({ gatewayName }) => contacts.get(gatewayName))
  // However old the answer about the lock is: those that heard it last have no contact now (I6).
  if (held.length > 0 && held.every((contact) => contact !== undefined && hasNoContact(contact))) return 'no-contact'
  if (sinceSampleMs === null || sinceSampleMs < 0 || sinceSampleMs > readingFreshMs) return 'not-known'
  if (lately.length === 0) return 'not-heard'
  const longAgo = lately.every((reading) => reading.serverTimeAt - (reading.heardAt ?? 0) > heardWithinMs)
  if (longAgo) return 'not-heard'
  const stands = held.some((contact) => contact?.kind === 'in-contact' || contact?.kind === 'delayed')
  return stands ? 'reachable' : 'not-known'
}

/** Since when no gateway that lately heard it has contact: since the last of them was lost. Null = cannot be said. */
export function unreachableSince(
  readings: readonly Reading[],
  contacts: ReadonlyMap<string, GatewayContact>,
): Instant | null {
  const since = lateReadings(readings).map(({ gatewayName }) => contacts.get(gatewayName))
  if (since.some((contact) => contact?.kind !== 'no-contact' || contact.sinceAt === null)) return null
  return Math.max(...since.map((contact) => (contact?.kind === 'no-contact' ? (contact.sinceAt ?? 0) : 0)))
}

/** Age of a hearing at `now`: between the Lock Server's stamps at the sample, and ours since. */
export function heardAgeMs({ heardAt, serverTimeAt, sampledAt }: Reading, now: Instant): number | null {
  return heardAt === null ? null : Math.max(0, serverTimeAt - heardAt) + Math.max(0, now - sampledAt)
}

/** How people call the door: its room, its own name, or as long as it has none, the lock's. */
export function doorLabel({ room, door, name }: { room: string | null; door: string | null; name: string }): string {
  return room ?? door ?? name
}

/** Orders labels as people do: 99 before 101, 101 before 101a, names after numbers, capitals and accents aside. */
export function naturalSortKey(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'))
  return `${/^\d/.test(plain) ? '0' : '1'}${plain}`.slice(0, 200)
}

/** The floor that a room's number suggests: 204 → 2, 1204 → 12; null when it suggests none. */
export function floorOfRoom(room: string): string | null {
  const digits = /^(\d{1,2})\d{2}[a-z]?$/i.exec(room)?.[1]
  return digits === undefined ? null : digits
}

/** R7: whether the Lock Server's word for a room can be taken as its number. */
export function isRoomName(text: string): boolean {
  return text.trim() === text && text.length > 0 && text.length <= longestRoom && !/\p{C}/u.test(text)
}

/** R7 says "room" of every door: a word without a number names a common door (Pool, Garage). */
export const becomesOf = (proposedRoom: string): 'room' | 'common-door' =>
  /\d/.test(proposedRoom) ? 'room' : 'common-door'

export const lockSorts = ['label', 'name', 'state', 'signal', 'gateway', 'heard'] as const
export type LockSort = (typeof lockSorts)[number]

/** Worst first. */
const stateOrder: Record<LockState, number> = {
  'no-contact': 0,
  'not-heard': 1,
  gone: 2,
  'unusable-name': 3,
  'not-known': 4,
  reachable: 5,
}

const byLabel = (a: LockRow, b: LockRow) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0)
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const lowest = Number.NEGATIVE_INFINITY

/** Ascending: worst state, weakest signal, newest hearing first; equals by label. */
const orders: Record<LockSort, (a: LockRow, b: LockRow) => number> = {
  label: byLabel,
  name: (a, b) => byText(a.name, b.name),
  state: (a, b) => stateOrder[a.state] - stateOrder[b.state],
  signal: (a, b) => (a.signalDbm ?? lowest) - (b.signalDbm ?? lowest) || 0,
  gateway: (a, b) => byText(a.gateway ?? '', b.gateway ?? ''),
  heard: (a, b) => (a.heardAgeMs ?? Infinity) - (b.heardAgeMs ?? Infinity) || 0,
}

/** A new list in that order; stable, so that equal rows keep the order of their labels. */
export function sortLocks<R extends LockRow>(rows: readonly R[], sort: LockSort, descending: boolean): R[] {
  const sorted = [...rows].sort(byLabel)
  const order = orders[sort]
  return sorted.sort((a, b) => (descending ? order(b, a) : order(a, b)))
}

/** Every word of the filter occurs in the row: label, lock name, floor, gateway, or its state as shown. */
export function filterLocks<R extends LockRow>(
  rows: readonly R[],
  filter: string,
  wordsOf: (state: LockState) => string,
): R[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...rows]
  return rows.filter((row) => {
    const text = [row.label, row.name, row.floor ?? '', row.gateway ?? '', wordsOf(row.state)].join('\n').toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
