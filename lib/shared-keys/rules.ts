import { dayMs, type Instant } from '../time/clock'
import type { Decision, DecisionReason, OfferedKey } from './contract'

/** What the property has set for the callback (R16). */
export interface SharingPolicy {
  policy: 'refuse' | 'accept-known' | 'accept'
  days: number
}

export type KnownDoor = 'here' | 'gone' | 'unknown'

/** What one key alone would be answered. A window that ends before it begins is never approved. */
export function decideKey(
  { policy, days }: SharingPolicy,
  { lockName, startsAt, endsAt }: OfferedKey,
  door: KnownDoor,
  now: Instant,
): { decision: Decision; reason: DecisionReason } {
  const refused = (reason: DecisionReason) => ({ decision: 'refused', reason }) as const
  if (policy === 'refuse') return refused('everything-refused')
  if (endsAt <= startsAt) return refused('window-reversed')
  if (policy === 'accept') return { decision: 'accepted', reason: 'everything-accepted' }
  if (lockName === null) return refused('no-door-named')
  if (door !== 'here') return refused(door === 'gone' ? 'door-gone' : 'unknown-door')
  if (endsAt <= now) return refused('window-ended')
  if (endsAt > now + days * dayMs) return refused('too-far-ahead')
  return { decision: 'accepted', reason: 'known-door' }
}

/** All or nothing: one refused key – also one that an earlier call had refused – refuses the new ones with it. */
export function decideTogether(
  alone: readonly { decision: Decision; reason: DecisionReason }[],
  oneKnownIsRefused: boolean,
): { decision: Decision; reason: DecisionReason }[] {
  const together = !oneKnownIsRefused && alone.every(({ decision }) => decision === 'accepted')
  if (together) return [...alone]
  return alone.map((each) =>
    each.decision === 'refused' ? each : { decision: 'refused', reason: 'with-a-refused-one' },
  )
}

/** Where a call arrived (R16): whose address, its unguessable part, the lock that the path names. Null: not one of the callback's paths. */
export interface CallbackPlace {
  /** Null at the two bare paths. */
  slug: string | null
  part: string | null
  lockName: string | null
}

const lockPathBefore = ['ilocks', 'api', 'apps', 'v1', 'locks']

/** Reads the segments below `/api/lock-server`, each already decoded: `slug[/part][/ilocks/api/apps/v1/locks/:lock/guestKey]` or the last alone. */
export function readCallbackPath(segments: readonly string[]): CallbackPlace | null {
  const given = segments.filter((segment) => segment !== '')
  // Where `PUT /` is led to: "ilocks" is no property's slug.
  if (given.length === 1 && given[0] === 'ilocks') return { slug: null, part: null, lockName: null }
  const tailAt = given.indexOf('ilocks')
  const [slug = null, part = null, ...more] = tailAt < 0 ? given : given.slice(0, tailAt)
  if (more.length > 0) return null
  if (tailAt < 0) return { slug, part, lockName: null }
  const tail = given.slice(tailAt)
  const [lockName, last, ...rest] = tail.slice(lockPathBefore.length)
  if (lockPathBefore.some((name, place) => tail[place] !== name)) return null
  if (lockName === undefined || last !== 'guestKey' || rest.length > 0) return null
  return { slug, part, lockName }
}
