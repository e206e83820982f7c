import type { SQL } from 'drizzle-orm'
import { errorFields, type Log } from '../log/log'
import { type Clock, secondMs } from '../time/clock'
import type { Authenticate } from './authenticate'
import type { Answered, Tokens } from './contract'
import { isVendorError, signedOut, VendorError } from './errors'
import { pauseAfterFailuresMs } from './rules'
import type { HeldToken } from './session-row'
import { claimMs, type RenewalCall, type SessionRows } from './session-rows'
import type { Lane } from './turns'
import { type Patience, within } from './within'

export interface AccessToken {
  generation: number
  accessToken: string
}

/** The right to ask one Lock Server, kept up for all callers. Everything throws VendorError with `sent: 'no'`. */
export interface Session {
  /**
   * `signed-out` when logging in failed or must wait (I10). For a command it looks first whether another process renewed the
   * token, unless that is looked at later, by `isCurrent`.
   */
  token(lane: Lane, patience: Patience, looksLater?: boolean): Promise<AccessToken>
  /** In SQL: no process has renewed this token or had it refused. */
  isCurrent(token: AccessToken): SQL
  /** The Lock Server refused this token (R11). True = the next call gets another, and a reading may be tried once more. */
  refused(token: AccessToken, lane: Lane): Promise<boolean>
  /** Whether a reading went through after its token was renewed because of a refusal. */
  renewalHelped(helped: boolean): void
  login(patience: Patience): Promise<void>
  close(): void
}

/** Our own measure of a token's life, by the monotonic clock: no jump of any clock ends it early or late (I12). */
type Held = AccessToken & { dueAtMs: number; expiresAtMs: number }

const busyPollMs = 100
/** A token that is due but not over waits no longer than this for its successor: a hanging renewal must not stop doors. */
const successorMs = 3 * secondMs

interface Parts {
  rows: SessionRows
  calls: Authenticate
  clock: Clock
  log: Log
}

/** R10, I9–I11: one renewal for all callers of this process, and by the claim in `rows` for all processes. */
export function openSession({ rows, calls, clock, log }: Parts): Session {
  const closing = new AbortController()
  let held: Held | null = null
  let renewing: Promise<Held> | null = null
  let uselessRenewals = 0
  let believeRefusalsAtMs = Number.NEGATIVE_INFINITY

  const isDue = (token: Held) => clock.monotonicMs() >= token.dueAtMs

  /** A generation that we know keeps the life we measured; a newer one takes the row's. */
  function adopt(token: HeldToken, readAtMs: number): Held {
    if (held === null || token.generation > held.generation) {
      const { generation, accessToken, dueInMs, expiresInMs } = token
      held = { generation, accessToken, dueAtMs: readAtMs + dueInMs, expiresAtMs: readAtMs + expiresInMs }
    }
    return held
  }

  async function readHeld(): Promise<Held | null> {
    const readAtMs = clock.monotonicMs()
    const token = await rows.read()
    return token && adopt(token, readAtMs)
  }

  /** Renewing did not work out: the token that is due but not over serves on, save for who wanted a login itself. */
  async function orServeOn(error: VendorError, mustLogIn: boolean): Promise<Held> {
    const token = mustLogIn ? null : await readHeld()
    if (token && clock.monotonicMs() < token.expiresAtMs) return token
    throw error
  }

  async function run(mustLogIn: boolean): Promise<Held> {
    for (;;) {
      if (closing.signal.aborted) throw new VendorError('the connection was closed', { kind: 'aborted', sent: 'no' })
      const readAtMs = clock.monotonicMs()
      const isDueHere = (token: HeldToken) => (held?.generation === token.generation ? isDue(held) : token.dueInMs <= 0)
      const step = await rows.begin({ isDue: isDueHere, mustLogIn })
      if (step.step === 'use') return adopt(step.token, readAtMs)
      if (step.step === 'wait') return orServeOn(signedOut(step.because, step.waitMs), mustLogIn)
      if (step.step === 'busy') {
        await clock.wait(busyPollMs, closing.signal)
        continue
      }
      const renewed = await whileClaimed(() => call(step, mustLogIn))
      if (renewed) return renewed
    }
  }

  /** Null when another process went on meanwhile: look again. */
  async function call(step: RenewalCall, mustLogIn: boolean): Promise<Held | null> {
    let fresh: Answered<Tokens>
    try {
      fresh = step.step === 'login' ? await calls.login() : await calls.refresh(step.refreshToken)
    } catch (error) {
      if (!isVendorError(error)) throw error
      log.warn({ step: step.step, kind: error.kind, sent: error.sent }, 'lock server gave no tokens')
      if (error.sent === 'no') {
        await rows.undo(step)
        return orServeOn(error, mustLogIn)
      }
      if (step.step === 'refresh' && (error.kind === 'refused' || error.kind === 'token')) {
        const next = await rows.beginLogin()
        if (next.step === 'login') return call(next, mustLogIn)
        return next.step === 'wait' ? orServeOn(signedOut(error.kind, next.waitMs, error), mustLogIn) : null
      }
      return orServeOn(signedOut(error.kind, await rows.fail(error.kind), error), mustLogIn)
    }
    const ageMs = clock.monotonicMs() - fresh.answeredMonotonicMs
    return (await rows.store(fresh.answer, ageMs, step)) ? readHeld() : null
  }

  async function whileClaimed<T>(work: () => Promise<T>): Promise<T> {
    const done = new AbortController()
    const keeping = keepClaim(done.signal)
    try {
      return await work()
    } finally {
      done.abort()
      await keeping
    }
  }

  async function keepClaim(done: AbortSignal): Promise<void> {
    for (;;) {
      await clock.wait(claimMs / 3, done)
      if (done.aborted) return
      await rows.keepClaim().catch((error: unknown) => log.warn(errorFields(error), 'claim not kept'))
    }
  }

  /** Everybody joins the renewal under way; a login that a person wants comes after it. */
  function renew(mustLogIn = false): Promise<Held> {
    if (renewing && !mustLogIn) return renewing
    const before = renewing
    const next = (async () => {
      await before?.catch(() => null)
      return run(mustLogIn)
    })()
    renewing = next
    const clear = () => {
      if (renewing === next) renewing = null
    }
    next.then(clear, clear)
    return next
  }

  return {
    async token(lane, patience, looksLater = lane === 'reading') {
      const mine = held
      // A command is not tried again when its token turns out to be replaced: it looks first whether another process did.
      if (mine && !isDue(mine) && (looksLater || (await rows.isCurrent(mine.generation)))) return mine
      const known = await readHeld()
      if (known && !isDue(known)) return known
      if (!known || clock.monotonicMs() >= known.expiresAtMs) return within(clock, renew(), patience)
      try {
        return await within(clock, renew(), { ...patience, ms: Math.min(patience.ms, successorMs) })
      } catch (error) {
        if (isVendorError(error) && error.kind === 'no-turn') return known
        throw error
      }
    },

    isCurrent: ({ generation }) => rows.currentSql(generation),

    async refused({ generation }, lane) {
      if (lane === 'reading' && clock.monotonicMs() < believeRefusalsAtMs) return false
      if (held?.generation === generation) held = null
      await rows.refuse(generation)
      return true
    },

    renewalHelped(helped) {
      uselessRenewals = helped ? 0 : uselessRenewals + 1
      // Words that only look like an expired token must not make each reading renew it.
      believeRefusalsAtMs = clock.monotonicMs() + pauseAfterFailuresMs(uselessRenewals)
    },

    async login(patience) {
      await within(clock, renew(true), patience)
    },

    close: () => closing.abort(),
  }
}
