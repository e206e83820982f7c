import type { Id } from '../ids/ids'
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../time/clock'

/** A short password counts only beside a second factor. */
export const passwordLimits = { minCharacters: 15, minBesideSecondFactor: 8, maxCharacters: 200 } as const

/**
 * `idleMs` without input or navigation locks a session, unless a property of the person says otherwise; `absoluteMs` ends it in
 * any case (design.md, Stack).
 */
export const sessionLimits = { idleMs: 15 * minuteMs, absoluteMs: 12 * hourMs, noteEveryMs: minuteMs } as const

/**
 * A PIN counts for one shift: twelve hours after its person signed in fully at that computer. After `tries` wrong ones, however
 * many come at once, none is looked at; a full sign-in, or a new PIN after one, gives new ones.
 */
export const pinLimits = { digits: 6, tries: 5, shiftMs: 12 * hourMs } as const

/** Why a PIN would not be looked at, or that it would be. */
export type PinStanding = 'ready' | 'not-here' | 'not-set' | 'used-up' | 'full-sign-in-first'

export interface OwnPin {
  set: boolean
  triesLeft: number
}

/** A computer that takes PINs. */
export interface DeskComputer {
  id: Id<'deskComputer'>
  name: string
  registeredAt: Instant
  registeredBy: string
  /** The browser that asks. */
  here: boolean
}

/** What a browser is told of its own session, locked or not, and how it goes on. */
export interface SessionStanding {
  locked: boolean
  /** Until it is locked, if nobody touches anything. */
  leftMs: number
  /** How long it stays open untouched. */
  idleMs: number
  personId: Id<'person'>
  name: string
  email: string
  factors: { totp: boolean; passkeys: boolean }
  pin: { standing: PinStanding; triesLeft: number }
  /** Who else signed in fully at this computer in this shift and has a PIN; nobody at a computer that is not registered. */
  others: { personId: Id<'person'>; name: string }[]
}

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
  /** Six digits can be guessed in the end: after so many wrong ones no more are looked at until they are forgotten. */
  wrongFactors: 10,
} as const

/** How long a right password waits for its second step, a shown secret for its first code, and a question for a passkey. */
export const factorLimits = {
  pendingSignInMs: 5 * minuteMs,
  totpDraftMs: 30 * minuteMs,
  challengeMs: 5 * minuteMs,
  challengesPerMinute: 30,
  passkeys: 20,
  recoveryCodes: 10,
  graceMs: 7 * dayMs,
} as const

/** Of the code that the console prints for a lost second factor. */
export const factorResetLimits = { lifeMs: 30 * minuteMs, tries: 10 } as const

/** What was shown beside the password, or instead of it; a reset code takes all of them away. */
export const factorKinds = ['totp', 'passkey', 'recovery-code', 'reset-code'] as const
export type FactorKind = (typeof factorKinds)[number]

/** Whether a person has a second factor, and until when they may do without. */
export type FactorStanding =
  | { state: 'yes' | 'missing' | 'not-needed' }
  /** Needed from then on. */
  | { state: 'until'; at: Instant }

export interface OwnFactors {
  /** Since when an authenticator app counts; null without one. */
  totpSince: Instant | null
  passkeys: { id: Id<'passkey'>; name: string; createdAt: Instant; usedAt: Instant | null }[]
  recoveryCodesLeft: number
  standing: FactorStanding
}

/** What *signed in again* is proved with; `code` = of the authenticator app, `passkey` = a browser's answer, `pin` at a registered computer. */
export type Proof = { password: string } | { code: string } | { passkey: unknown } | { pin: string }

/** What an authenticator app needs, shown while it is set up; `draft` comes back with its first code. */
export interface TotpDraft {
  draft: string
  /** Base32, in groups of four. */
  secret: string
  /** `otpauth://…`, for the drawing. */
  uri: string
}

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
  /** Of housekeeping: the floors whose rooms they see; null = all. */
  floors: readonly string[] | null
  state: PersonState
  secondFactor: FactorStanding
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
  /** A short password will do. */
  secondFactor: boolean
}

export interface OwnSession {
  id: Id<'session'>
  startedAt: Instant
  usedAt: Instant
  endsAt: Instant
  locked: boolean
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
