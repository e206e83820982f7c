import { type Instant, minuteMs, secondMs } from '../time/clock'
import type { GatewayContact, GatewaySample } from './contract'

/** R21: missed heartbeats from which contact is delayed, and lost. */
export const delayedFrom = 2
export const lostFrom = 5
/** I6: a heartbeat so far in the future says nothing about the present. */
export const aheadMs = 2 * minuteMs
/** A sample counts for what holds now: it is taken every 60 s at the slowest, and an answer may take 15 s. */
const freshMs = 90 * secondMs
/** … and at the longest so long as five heartbeats have not been missed since. */
const longestFreshMs = 5 * minuteMs
/** Between two answers, clocks may differ by what an answer may take (R20) without having been set. */
const clockToleranceMs = 20 * secondMs

/**
 * Contact in words' codes. `sinceSampleMs` is the time since the sample, by a monotonic clock wherever one was there
 * (I12): only it ages a sample, and an aged sample makes a contact unknown, never an outage.
 */
export function gatewayContact(sample: GatewaySample, heartbeatMs: number, sinceSampleMs: number): GatewayContact {
  const { ageMs, sampledAt, goneAt, lastHeartbeatAt, askedInVainAt = null } = sample
  const notKnown = (why: Extract<GatewayContact, { kind: 'not-known' }>['why'], sinceAt: Instant | null) =>
    ({ kind: 'not-known', why, sinceAt }) as const
  if (goneAt !== null) return notKnown('gone', goneAt)
  if (sampledAt === null) return notKnown('never-sampled', null)
  if (!isFresh(ageMs, heartbeatMs, sinceSampleMs)) return notKnown('sample-old', sampledAt)
  if (lastHeartbeatAt === null) return { kind: 'no-contact', sinceAt: null }
  if (ageMs === null) return notKnown('clock-moved', sampledAt)
  if (ageMs < -aheadMs) return notKnown('heartbeat-ahead', sampledAt)
  const missed = Math.floor(Math.max(0, ageMs) / heartbeatMs)
  if (missed >= lostFrom) return { kind: 'no-contact', sinceAt: sampledAt - ageMs }
  // Whether it has beaten since is what the Lock Server was asked and did not say.
  if (askedInVainAt !== null && askedInVainAt > sampledAt) return notKnown('sample-old', sampledAt)
  return missed >= delayedFrom ? { kind: 'delayed', missed } : { kind: 'in-contact' }
}

function isFresh(ageMs: number | null, heartbeatMs: number, sinceSampleMs: number): boolean {
  if (sinceSampleMs < 0) return false
  if (sinceSampleMs <= freshMs) return true
  const gainedMs = Math.max(0, ageMs ?? 0) + sinceSampleMs
  return sinceSampleMs <= longestFreshMs && gainedMs < lostFrom * heartbeatMs
}

/** I6, rule 9: nothing would reach a door through it now, or we have to fear so. */
export function hasNoContact(contact: GatewayContact): boolean {
  if (contact.kind === 'not-known') return contact.why === 'heartbeat-ahead' || contact.why === 'gone'
  return contact.kind === 'no-contact'
}

/** One answer about a gateway, with what is needed to tell a heartbeat that stopped from a clock that was set. */
export interface HeartbeatReading {
  /** By the Lock Server's clock. */
  heartbeatAt: Instant | null
  /** The Lock Server's clock at the answer; ours where it does not tell. */
  serverAt: Instant
  monotonicMs: number
}

export type AgedReading = HeartbeatReading & { ageMs: number | null }

/**
 * How old the heartbeat is at the answer, in ms; null = cannot be said. Between two answers with the same heartbeat only
 * monotonic time counts, so that no jump of a clock, theirs or ours, makes an outage or hides one (I12).
 */
export function heartbeatAgeMs(reading: HeartbeatReading, before: AgedReading | null): number | null {
  if (reading.heartbeatAt === null) return null
  const statedMs = reading.serverAt - reading.heartbeatAt
  if (before === null || before.heartbeatAt === null) return atLeastNow(statedMs)
  const passedMs = reading.monotonicMs - before.monotonicMs
  if (reading.heartbeatAt === before.heartbeatAt) {
    if (before.ageMs === null) return passedMs
    const ageMs = before.ageMs + passedMs
    // What was ahead stays so until it beats again: its true age was never known.
    return before.ageMs < -aheadMs ? Math.min(ageMs, -aheadMs - 1) : ageMs
  }
  const clockMovedMs = reading.serverAt - before.serverAt - passedMs
  if (Math.abs(clockMovedMs) <= clockToleranceMs) return atLeastNow(statedMs)
  // It beat in between; whether before or after the clock was set, and so how long ago, may be out of reach.
  return statedMs >= 0 && statedMs <= passedMs ? statedMs : null
}

/** A little ahead is the two machines' difference and means now. */
const atLeastNow = (ageMs: number) => (ageMs < 0 && ageMs >= -aheadMs ? 0 : ageMs)
