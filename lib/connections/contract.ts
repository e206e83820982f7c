import type { Id } from '../ids/ids'
import type { CertificateProblem, PathStyle } from '../lock-server/contract'
import type { Instant } from '../time/clock'

export const pathStyles = ['documented', 'servers'] as const satisfies readonly PathStyle[]
export const trustKinds = ['system-ca', 'pinned', 'ca'] as const
export type TrustKind = (typeof trustKinds)[number]

/** What the callback answers when another system shares a key (R16); the default refuses. */
export const callbackPolicies = ['refuse', 'accept-known', 'accept'] as const
export type CallbackPolicy = (typeof callbackPolicies)[number]
/** Who may call back (R17): only with one of our access tokens, or also without by the unguessable part of the address. */
export const callbackSenders = ['bearer', 'path'] as const
export type CallbackSender = (typeof callbackSenders)[number]

/** Why the Lock Server cannot be asked, in codes that the catalogue has words for (`connections.failures.<code>`). */
export const connectionFailures = [
  'unreachable',
  'slow',
  'broken-off',
  'server-error',
  'not-understood',
  'login-refused',
  'login-waits',
  'certificate-not-the-pinned-one',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-wrong-name',
  'certificate-not-trusted',
] as const satisfies readonly (string | `certificate-${CertificateProblem}`)[]
export type ConnectionFailure = (typeof connectionFailures)[number]

/** R21: how often gateways say that they live; the API names no period. */
export const heartbeatLimits = { min: 1_000, max: 3_600_000 } as const
export const callbackDayLimits = { min: 1, max: 366 } as const

/** A property's Lock Server as screens may see it: secrets are left out, never masked (I32). */
export interface ConnectionView {
  id: Id<'connection'>
  baseUrl: string
  prefix: string
  pathStyle: PathStyle
  account: string | null
  username: string
  deviceMac: string
  trust: TrustKind
  trustedSha256: string | null
  localTime: boolean
  heartbeatMs: number
  version: number
  /** The last time that anything came back. */
  reachedAt: Instant | null
  failedAt: Instant | null
  /** Only while it is newer than `reachedAt`. */
  failure: ConnectionFailure | null
  changedAt: Instant
}

/** What every list that may be stale says about its source. */
export interface SourceReach {
  reachedAt: Instant | null
  /** Only while it is what holds now. */
  failure: ConnectionFailure | null
}

export interface CallbackView {
  on: boolean
  policy: CallbackPolicy
  /** *Accept for known locks* counts only within that many days from now. */
  days: number
  sender: CallbackSender
  /** The address to register; with `sender: 'path'` it holds the unguessable part and is a secret of its own. */
  address: string
  /** R16: https, loopback excepted. */
  mayRegister: boolean
}

/** A certificate as a person compares it before trust is given (R18). */
export interface CertificateView {
  sha256: string
  subject: string
  issuer: string
  validFrom: Instant
  validUntil: Instant
  selfSigned: boolean
  /** It is the one that is trusted now. */
  trusted: boolean
}

/** What one list gave, or why not. */
export type ListTest =
  | { count: number; unusable: readonly string[] }
  | { failure: TestFailure; vendorMessage: string | null }

/** Why a part of *Test connection* did not work; `wrong-path-style`: the other style does. */
export const testFailures = [...connectionFailures, 'refused', 'wrong-path-style', 'not-tried'] as const
export type TestFailure = (typeof testFailures)[number]

export interface ConnectionTest {
  /** Null for plain http, or when none was shown. */
  certificate: CertificateView | null
  login: { ok: true } | { ok: false; failure: TestFailure; vendorMessage: string | null }
  locks: ListTest
  gateways: ListTest
  /** The style in which the lists came (R2); null when neither did. */
  fittingPathStyle: PathStyle | null
  /** The Lock Server's clock minus ours in ms, to about a second; null when it does not tell its time. */
  clockDifferenceMs: number | null
}

/** Of an account's one attempt, as of an instruction (invariants.md). */
export type KeeperOutcome = 'not-sent' | 'rejected' | 'accepted' | 'unknown'

/** An account of the app Lock Keeper that was asked for here (2.5.1); its password is kept nowhere. */
export interface KeeperAccountView {
  id: Id<'keeperAccount'>
  username: string
  /** Whom it is for. */
  name: string
  actorLabel: string
  intendedAt: Instant
  /** Null while it waits for the answer. */
  outcome: KeeperOutcome | null
  outcomeAt: Instant | null
  outcomeReason: string | null
  vendorMessage: string | null
  messageErasedAt: Instant | null
}

/** What a press of *Create account* asks for; checked again by `keeperAccountInput`. */
export interface KeeperAccountAsked {
  /** One per press (I2). */
  pressKey: string
  username: string
  name: string
  password: string
}

/** R15, and what the client can send. */
export const keeperUsernameLongest = 64
export const keeperPasswordLength = { min: 6, max: 128 } as const
