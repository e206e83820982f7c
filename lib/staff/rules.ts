import type { ErrorCode } from '../errors/codes'
import { type Instant, secondMs } from '../time/clock'
import {
  type FactorStanding,
  factorLimits,
  type Language,
  languages,
  type PinStanding,
  pinLimits,
  sessionLimits,
  tryLimits,
} from './contract'

/** When a session ends by itself: 12 hours after its start, or after the full sign-in that its PIN rests on. */
export function sessionEndsAt(session: { startedAt: Instant; fullAt: Instant | null }): Instant {
  return Math.min(session.startedAt, session.fullAt ?? session.startedAt) + sessionLimits.absoluteMs
}

/** `locked` = it opens nothing until its person proved who they are. */
export type SessionState = 'open' | 'locked' | 'ended'

/** `idleMs` = how long it stays open untouched. */
export function sessionState(
  session: {
    startedAt: Instant
    usedAt: Instant
    fullAt: Instant | null
    lockedAt: Instant | null
    endedAt: Instant | null
  },
  idleMs: number,
  now: Instant,
): SessionState {
  if (session.endedAt !== null || now >= sessionEndsAt(session)) return 'ended'
  return session.lockedAt !== null || now >= session.usedAt + idleMs ? 'locked' : 'open'
}

/** How often a use is written down: once a minute, oftener where a minute is all that the lock waits. */
export const noteUseEveryMs = (idleMs: number): number => Math.min(sessionLimits.noteEveryMs, idleMs / 4)

/** Whether a PIN would be looked at. `fullAt` = last full sign-in of its person at that computer; null `computer` = not registered. */
export function pinStanding(
  known: { computer: object | null; pinHash: string | null; triesLeft: number; fullAt: Instant | null },
  now: Instant,
): PinStanding {
  if (known.computer === null) return 'not-here'
  if (known.pinHash === null) return 'not-set'
  if (known.triesLeft <= 0) return 'used-up'
  return known.fullAt === null || now >= known.fullAt + pinLimits.shiftMs ? 'full-sign-in-first' : 'ready'
}

/** How long the nth try in a row waits before it is looked at: 0 at first, then 1, 2, 4 … 10 s. */
export function tryDelayMs(tries: { account: number; address: number }): number {
  const delay = (count: number, free: number) =>
    count <= free ? 0 : Math.min(2 ** Math.min(count - free - 1, 20) * secondMs, tryLimits.longestDelayMs)
  return Math.max(delay(tries.account, tryLimits.freePerAccount), delay(tries.address, tryLimits.freePerAddress))
}

/** Roles that nobody keeps for longer than a week without a second factor (product.md, Roles). */
export const rolesNeedingFactor = ['manager', 'administrator'] as const

/** `neededSince` = when the first role that needs one was given, at any property; null without such a role. */
export function factorStanding(
  person: { hasFactor: boolean; neededSince: Instant | null; passwordShort: boolean },
  now: Instant,
): FactorStanding {
  if (person.hasFactor) return { state: 'yes' }
  if (person.passwordShort) return { state: 'missing' }
  if (person.neededSince === null) return { state: 'not-needed' }
  const at = person.neededSince + factorLimits.graceMs
  return now < at ? { state: 'until', at } : { state: 'missing' }
}

/** A code as typed from paper or a console: capitals, spaces and hyphens do not matter, O, I and L are the digits they look like. */
export function readTypedCode(text: string): string {
  const plain = text.toLowerCase().replace(/[^0-9a-z]/g, '')
  return plain.replaceAll('o', '0').replace(/[il]/g, '1')
}

/** Whether passkeys exist at that address: a name (no number) over https, or this very machine. */
export function passkeysPossible(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl)
  if (hostname === 'localhost') return true
  return protocol === 'https:' && !/^\[|^\d+(\.\d+){3}$/.test(hostname)
}

/** Roles that a manager may switch off (product.md, Roles). */
const deskRoles = ['front-desk', 'housekeeping', 'maintenance']
export const hasOnlyDeskRoles = (roles: readonly string[]): boolean => roles.every((role) => deskRoles.includes(role))

/**
 * Why roles at a property cannot become `after`; null when they can. `othersActive` are the roles of everybody else who
 * is active there. Nobody changes their own unless alone in the house; the last manager and administrator stay.
 */
export function roleChangeFault(change: {
  before: readonly string[]
  after: readonly string[]
  own: boolean
  onlyActiveAccount: boolean
  othersActive: readonly (readonly string[])[]
}): ErrorCode | null {
  if (change.own && !change.onlyActiveAccount) return 'own-roles'
  const lost = (role: string) =>
    change.before.includes(role) &&
    !change.after.includes(role) &&
    !change.othersActive.some((roles) => roles.includes(role))
  if (lost('administrator')) return 'last-administrator'
  if (lost('manager')) return 'last-manager'
  return null
}

/** Floors are of housekeeping alone; none picked = all rooms. */
export const ownFloorsOf = (roles: readonly string[], picked: readonly string[] | null | undefined): string[] | null =>
  roles.includes('housekeeping') && picked && picked.length > 0 ? [...new Set(picked)].sort() : null

/** What the activity says of them; nothing where all rooms were seen before and after. */
export function floorDetails(floors: readonly string[] | null, before: readonly string[] | null) {
  const say = (some: readonly string[] | null) => some?.map((floor) => floor || '–').join(' · ') ?? 'all'
  return floors === null && before === null ? {} : { floors: say(floors), floorsBefore: say(before) }
}

export function isLanguage(text: string | null | undefined): text is Language {
  return (languages as readonly unknown[]).includes(text)
}

/** How a browser is told apart in the list of sessions, e.g. "Firefox · Windows"; a guess from its own claim. */
export function deviceOf(userAgent: string): string | null {
  const browsers: [RegExp, string][] = [
    [/\bEdg(e|A|iOS)?\//, 'Edge'],
    [/\bOPR\//, 'Opera'],
    [/\b(Firefox|FxiOS)\//, 'Firefox'],
    [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
    [/\bSafari\//, 'Safari'],
  ]
  const systems: [RegExp, string][] = [
    [/\b(iPhone|iPad)\b/, 'iOS'],
    [/\bAndroid\b/, 'Android'],
    [/\bWindows\b/, 'Windows'],
    [/\bMac OS X\b/, 'macOS'],
    [/\bCrOS\b/, 'ChromeOS'],
    [/\bLinux\b/, 'Linux'],
  ]
  const known = [browsers, systems].flatMap((list) => list.find(([shape]) => shape.test(userAgent))?.[1] ?? [])
  return known.length > 0 ? known.join(' · ') : null
}
