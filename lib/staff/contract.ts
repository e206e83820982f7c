import type { Id } from '../ids/ids'
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../time/clock'

export const passwordLimits = { minCharacters: 15, maxCharacters: 200 } as const

/** Idle ends a session unless there is input or navigation; absolute ends it in any case (design.md, Stack). */
export const sessionLimits = { idleMs: 15 * minuteMs, absoluteMs: 12 * hourMs, noteEveryMs: minuteMs } as const

/** How long ended sessions are kept, and what counts tries and asks passkeys, in ms. */
export const keptLimits = { sessionsMs: 90 * dayMs, countsMs: 2 * dayMs, challengesMs: dayMs } as const

/** A password that an administrator handed out opens nothing but the page that replaces it, and only so long. */
export const oneTimePasswordMs = 3 * dayMs

export const setupCodeLimits = { lifeMs: 30 * minuteMs, tries: 10 } as const

/** Failures are forgotten after a quarter of an hour without one. */
export const tryLimits = {
  freePerAccount: 3,
  freePerAddress: 10,
  longestDelayMs: 10 * secondMs,
  forgottenAfterMs: 15 * minuteMs,
  waitingPerAddress: 8,
} as const

/** Languages that Keydesk has words in. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

export type PersonState = 'active' | 'one-time-password' | 'disabled'

/** One of the staff of a property; `roles` are those of lib/access/permissions at this property. */
export interface StaffMember {
  id: Id<'person'>
  name: string
  email: string
  roles: readonly string[]
  state: PersonState
  addedAt: Instant
  /** Last input or navigation in any session; null when never signed in. */
  lastUsedAt: Instant | null
  /** The reader's own line. */
  own: boolean
}

export interface OwnAccount {
  id: Id<'person'>
  name: string
  email: string
  language: Language | null
  passwordChangedAt: Instant
}

export interface OwnSession {
  id: Id<'session'>
  startedAt: Instant
  usedAt: Instant
  endsAt: Instant
  address: string
  userAgent: string
  /** The session that asks. */
  current: boolean
}

/** A password made for somebody: shown once, never stored in the clear. */
export interface OneTimePassword {
  personId: Id<'person'>
  name: string
  email: string
  /** Null when the person has an account already and signs in with the password they know. */
  password: string | null
  until: Instant | null
}
