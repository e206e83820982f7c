import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

/** R2: where the calls live below the prefix. */
export type PathStyle = 'documented' | 'servers'

/** R18: whose certificate is believed. `sha256` is the lower-case hex digest of the whole certificate. */
export type Trust =
  | { kind: 'system-ca' }
  | { kind: 'pinned'; sha256: string; pem: string }
  | { kind: 'ca'; pem: string }

/** R12: what the locks' own clocks run on. */
export type LockClocks = { kind: 'utc' } | { kind: 'local'; timeZone: string }

export const defaultPrefix = '/ilocks/api/apps/v1'

/** Everything that one property's Lock Server needs to be asked (R1, R2, R12, R16, R18). */
export interface LockServerConnection {
  readonly id: Id<'connection'>
  /** Scheme, host and port. */
  readonly baseUrl: string
  readonly prefix: string
  readonly pathStyle: PathStyle
  /** Sub-account of the two lists; only the `servers` style has it. */
  readonly account: string | null
  readonly username: string
  readonly password: string
  readonly deviceMac: string
  readonly trust: Trust
  readonly lockClocks: LockClocks
  /** Sent at login when it may be (`mayRegisterCallback`); null = not. */
  readonly callbackAddress: string | null
}

/** What an answer says about time: the Lock Server's clock (its `Date` header) and ours when it was whole (monotonic). */
export interface AnswerTimes {
  readonly serverAt: Instant | null
  readonly answeredMonotonicMs: number
}

export type Answered<T> = AnswerTimes & { readonly answer: T }

export interface LockListEntry {
  name: string
  /** R7: proposed as the room's number, never more. */
  roomName?: string
}

/** `unusable` are names that the API could not take in a path (R3): shown, never asked for. */
export interface LockList {
  locks: LockListEntry[]
  unusable: string[]
}

export interface GatewayList {
  gateways: { name: string }[]
  unusable: string[]
}

export interface GatewayStatus {
  /** By the Lock Server's clock; null = it never beat. */
  lastHeartbeatAt: Instant | null
}

/** One gateway's hearing of a lock (R8, R9): `signalDbm` null = not heard. */
export interface LockReading {
  gatewayName: string
  signalDbm: number | null
  heardAt: Instant | null
}

/** R14: 3 accepted, 5 pushed, 1 succeeded, 2 failed, 4 could not be pushed. */
export type InstructionStatus = 1 | 2 | 3 | 4 | 5

export interface PasscodeRequest {
  lockName: string
  startsAt: Instant
  endsAt: Instant
  oneTime: boolean
}

export interface PasscodeSet {
  vendorInstructionId: string
  digits: string
}

export interface InstructionAccepted {
  vendorInstructionId: string
}

export interface GuestKeyRequest {
  lockName: string
  startsAt: Instant
  endsAt: Instant
}

export interface KeyCode {
  keyCode: string
}

export interface Tokens {
  accessToken: string
  refreshToken: string
  accessLifetimeMs: number
  refreshLifetimeMs: number
}

/** Why a certificate is refused; the catalogue has words for each. */
export type CertificateProblem = 'not-the-pinned-one' | 'expired' | 'not-yet-valid' | 'wrong-name' | 'not-trusted'

/** Before a byte was out. `signed-out`: no valid token, and logging in failed or has to wait. */
export type NotSentReason =
  | 'no-turn'
  | 'aborted'
  | 'not-askable'
  | 'unreachable'
  | 'certificate'
  | 'signed-out'
  | 'unexpected'

/** The Lock Server said no. `token`: HTTP 401/403, or words that name a token (R11). */
export type RejectedReason = 'refused' | 'token'

/** A byte was out and no clear answer came. */
export type UnknownReason =
  | 'timeout'
  | 'reset'
  | 'too-large'
  | 'encoded'
  | 'http-status'
  | 'not-json'
  | 'malformed'
  | 'unexpected'

export type VendorErrorKind = NotSentReason | RejectedReason | UnknownReason

/** invariants.md, "Outcome of every attempt": exactly one of four, and a command never throws. */
export type CommandOutcome<A> =
  | ({ outcome: 'accepted' } & Answered<A>)
  | { outcome: 'rejected'; reason: RejectedReason; vendorMessage: string | null }
  | { outcome: 'unknown'; reason: UnknownReason; vendorMessage: string | null }
  | { outcome: 'not-sent'; reason: NotSentReason; vendorMessage: string | null; certificate?: CertificateProblem }

/** What may stand where a statement asks whether something is true. */
export interface Condition {
  getSQL(): unknown
}

export interface CallOptions {
  /** Ends the waiting for a token and a turn; once a byte is out it changes nothing. */
  signal?: AbortSignal
  /** How long it may wait before its first byte, at most R20's 30 s. */
  turnMs?: number
  /** Commands only: its turn has come and no byte is out. When it throws, none goes out: `not-sent`. */
  onTurn?: () => Promise<void>
  /**
   * In place of `onTurn`, for who writes it down in one statement with the look whether the token that will go out is still the
   * newest: `isCurrent`, true in SQL. `token-replaced`: it was not written down, and with the newer one it is asked again, once.
   */
  begin?: (isCurrent: Condition) => Promise<'begun' | 'token-replaced'>
}

/** The vendor's calls in our words. Readings throw VendorError; commands give a CommandOutcome and never throw. */
export interface LockServer {
  /** Logs in now whatever token is held and keeps the new ones (a changed callback address needs it; 2.1.1). */
  login(options?: CallOptions): Promise<void>
  listLocks(options?: CallOptions): Promise<Answered<LockList>>
  listGateways(options?: CallOptions): Promise<Answered<GatewayList>>
  getGatewayStatus(gatewayName: string, options?: CallOptions): Promise<Answered<GatewayStatus>>
  /** Empty = never heard by any gateway (R8). */
  readLock(lockName: string, options?: CallOptions): Promise<Answered<LockReading[]>>
  getInstructionStatus(vendorInstructionId: string, options?: CallOptions): Promise<Answered<InstructionStatus>>
  /** The window is widened to whole minutes (R12). */
  setPasscode(request: PasscodeRequest, options?: CallOptions): Promise<CommandOutcome<PasscodeSet>>
  cancelPasscode(
    request: { lockName: string; digits: string },
    options?: CallOptions,
  ): Promise<CommandOutcome<InstructionAccepted>>
  unlock(lockName: string, options?: CallOptions): Promise<CommandOutcome<InstructionAccepted>>
  issueGuestKey(request: GuestKeyRequest, options?: CallOptions): Promise<CommandOutcome<KeyCode>>
  /** A GET (2.2.3), yet it gives access away for ever: sent as a command, at most once. */
  issuePermanentKey(lockName: string, options?: CallOptions): Promise<CommandOutcome<KeyCode>>
  /** The same (2.2.2); its holder can also reset the lock. */
  issueAdminKey(lockName: string, options?: CallOptions): Promise<CommandOutcome<KeyCode>>
  /** Name starts with a letter, password of 6 or more (R15). */
  createLockKeeper(
    request: { name: string; password: string },
    options?: CallOptions,
  ): Promise<CommandOutcome<Record<string, never>>>
  /** Waits for calls under way, then closes every socket; later calls are not sent. */
  close(): Promise<void>
}
