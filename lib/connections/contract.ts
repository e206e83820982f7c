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
