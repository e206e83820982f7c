import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** product.md, Words: judged from missed heartbeats when it is read (R21), never stored. */
export type GatewayContact =
  | { kind: 'in-contact' }
  /** 2–4 heartbeats missed. */
  | { kind: 'delayed'; missed: number }
  /** 5 or more missed. `sinceAt` = its last heartbeat by our clock; null = it never had one. */
  | { kind: 'no-contact'; sinceAt: Instant | null }
  | { kind: 'not-known'; why: NotKnownReason; sinceAt: Instant | null }

/**
 * `never-sampled`: nobody asked yet · `sample-old`: the Lock Server has not answered since `sinceAt` ·
 * `heartbeat-ahead`: its heartbeat lies in the future · `clock-moved`: the Lock Server's clock was set · `gone`: no longer listed.
 */
export const notKnownReasons = ['never-sampled', 'sample-old', 'heartbeat-ahead', 'clock-moved', 'gone'] as const
export type NotKnownReason = (typeof notKnownReasons)[number]

/** What the newest answer said about a gateway (2.3.2). */
export interface GatewaySample {
  /** By the Lock Server's clock; null = it never beat. */
  lastHeartbeatAt: Instant | null
  /** How old that was at the sample; null = cannot be said. */
  ageMs: number | null
  /** By our clock. */
  sampledAt: Instant | null
  goneAt: Instant | null
  /** When the Lock Server was last asked without an answer, while that is what holds now; by our clock. */
  askedInVainAt?: Instant | null
}

export interface GatewayView {
  id: Id<'gateway'>
  name: string
  contact: GatewayContact
  /** Age of the last heartbeat when this was read; null = none, or not known. */
  heartbeatAgeMs: number | null
  /** How old the sample was when this was read; null = never sampled. */
  sampleAgeMs: number | null
  sampledAt: Instant | null
  goneAt: Instant | null
  /** `unusable-name`: the API could not take its name (R3), so it is never asked for. */
  readFailure: string | null
}

export const unusableName = 'unusable-name'

/** What hangs on a gateway. *Dependent* doors: those that no other gateway in contact lately heard. */
export interface GatewayBurden {
  /** Locks that it lately heard. */
  hears: number
  /** … and no other gateway did. */
  onlyIt: number
  /** Asked for at dependent doors and not yet confirmed. */
  codesWaiting: number
  cancelsWaiting: number
  /** Stays of now and of the next 24 hours at dependent doors. */
  guests: number
}

export type GatewayRow = GatewayView & GatewayBurden
