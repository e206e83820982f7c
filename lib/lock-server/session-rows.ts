import { and, eq, inArray, lte, type SQL, sql } from 'drizzle-orm'
import { type Database, type Transaction, withTransaction } from '../db/database'
import { claimLease, releaseLease } from '../db/leases'
import { lockServerSessions as sessions, lockServerTokens as tokens } from '../db/schema/lock-server'
import { hourMs } from '../time/clock'
import type { Tokens, VendorErrorKind } from './contract'
import { loginBudgetWaitMs, pauseAfterFailuresMs, renewalMarginMs } from './rules'
import { type HeldToken, loadSession, type SessionKey, type SessionRow, takeSession } from './session-row'

/** A claim lapses so long after its holder's death, and the next one logs in (I11, I19); renewed while the call runs. */
export const claimMs = 6_000

export type RenewalCall =
  | { step: 'refresh'; generation: number; refreshToken: string }
  | { step: 'login'; generation: number }

/** What the one who asks to renew is to do. `busy`: somebody else renews. `use` and `wait` leave nothing claimed. */
export type RenewalStep =
  | RenewalCall
  | { step: 'busy' }
  | { step: 'use'; token: HeldToken }
  | { step: 'wait'; waitMs: number; because: VendorErrorKind | null }

export interface Wanted {
  /** Whether it is time to renew this one, by our own monotonic clock where we know the token (I12). */
  isDue(token: HeldToken): boolean
  /** A person wants a login, whatever is held and however lately one failed. */
  mustLogIn: boolean
}

export type SessionRows = ReturnType<typeof sessionRows>

const inMs = (ms: number) => sql<number>`clock_timestamp() + ${Math.round(ms)}::float8 * interval '1 millisecond'`

/** The tokens of one connection in the database; every step is one short transaction, none spans a call (I11). */
export function sessionRows(db: Database, key: SessionKey, holder: string) {
  const lease = `lock-server-session:${key.id}`

  /** Counts a login before it is made, so that one that dies with us counts too; or says how long none may be made. */
  async function countLogin(tx: Transaction, row: SessionRow): Promise<RenewalStep> {
    const { nowMs, generation, because } = row
    const lastHour = row.loginsAt.filter((at) => at > nowMs - hourMs && at <= nowMs)
    const waitMs = loginBudgetWaitMs(nowMs, lastHour)
    if (waitMs > 0) return { step: 'wait', waitMs, because }
    const loginsAt = [...lastHour, Math.floor(nowMs)]
    await tx.update(sessions).set({ loginsAt, refreshSealed: null }).where(key.ours)
    return { step: 'login', generation }
  }

  async function plan(tx: Transaction, row: SessionRow, { isDue, mustLogIn }: Wanted): Promise<RenewalStep> {
    const { token, refreshToken, generation, quietMs, because } = row
    if (mustLogIn) return countLogin(tx, row)
    if (token && !isDue(token)) return { step: 'use', token }
    if (quietMs > 0) return { step: 'wait', waitMs: quietMs, because }
    if (refreshToken === null) return countLogin(tx, row)
    // It works once: whoever finds it gone knows that a renewal has begun, and logs in when its claim lapsed.
    await tx.update(sessions).set({ refreshSealed: null }).where(key.ours)
    return { step: 'refresh', generation, refreshToken }
  }

  async function step(choose: (tx: Transaction, row: SessionRow) => Promise<RenewalStep>): Promise<RenewalStep> {
    return withTransaction({ db }, async (tx) => {
      if (!(await claimLease(tx, lease, holder, claimMs))) return { step: 'busy' }
      const chosen = await choose(tx, await takeSession(tx, key))
      if (chosen.step === 'use' || chosen.step === 'wait') await releaseLease(tx, lease, holder)
      return chosen
    })
  }

  const known = (generation: number) =>
    db
      .select({ generation: sessions.generation })
      .from(sessions)
      .where(
        and(
          key.ours,
          eq(sessions.generation, generation),
          inArray(sessions.loginPrint, key.loginPrints),
          eq(sessions.accessRefused, false),
        ),
      )

  return {
    /** Null when there is none, or it is refused, of other settings or sealed with another key. */
    read: async (): Promise<HeldToken | null> => (await loadSession(db, key))?.token ?? null,

    /** Whether this generation is still the one to use: one cheap look before each command. */
    isCurrent: async (generation: number): Promise<boolean> => (await known(generation)).length === 1,

    /** The same as a condition of a statement. */
    currentSql: (generation: number): SQL => sql`exists ${known(generation)}`,

    /** Claims the renewal and says what it is. */
    begin: (wanted: Wanted) => step((tx, row) => plan(tx, row, wanted)),

    /** Goes on from a refused refresh, the claim still held (I10: one login). */
    beginLogin: () => step(countLogin),

    keepClaim: (): Promise<boolean> => claimLease(db, lease, holder, claimMs),

    /** Keeps new tokens, whose life began `ageMs` ago, and gives the claim back; false when somebody else renewed meanwhile. */
    store: (fresh: Tokens, ageMs: number, { generation }: RenewalCall): Promise<boolean> =>
      withTransaction({ db }, async (tx) => {
        const expiresInMs = fresh.accessLifetimeMs - ageMs
        const dueInMs = expiresInMs - renewalMarginMs(fresh.accessLifetimeMs)
        const expiresAt = inMs(expiresInMs)
        await tx.delete(tokens).where(lte(tokens.expiresAt, sql`clock_timestamp()`))
        await tx
          .insert(tokens)
          .values({ connectionId: key.id, fingerprint: key.printOf(fresh.accessToken), expiresAt })
          .onConflictDoUpdate({ target: [tokens.connectionId, tokens.fingerprint], set: { expiresAt } })
        const stored = await tx
          .update(sessions)
          .set({
            generation: generation + 1,
            accessSealed: key.seal(fresh.accessToken, 'access'),
            accessExpiresAt: expiresAt,
            accessDueAt: inMs(dueInMs),
            accessRefused: false,
            refreshSealed: key.seal(fresh.refreshToken, 'refresh'),
            refreshExpiresAt: inMs(fresh.refreshLifetimeMs - ageMs),
            failures: 0,
            failedBecause: null,
            quietUntilAt: null,
          })
          .where(and(key.ours, eq(sessions.generation, generation), inArray(sessions.loginPrint, key.loginPrints)))
          .returning({ generation: sessions.generation })
        await releaseLease(tx, lease, holder)
        return stored.length === 1
      }),

    /** Nothing was sent: as before, and the claim given back. */
    undo: (call: RenewalCall): Promise<void> =>
      withTransaction({ db }, async (tx) => {
        const before =
          call.step === 'refresh'
            ? { refreshSealed: key.seal(call.refreshToken, 'refresh') }
            : { loginsAt: sql`${sessions.loginsAt} - (-1)` }
        await tx
          .update(sessions)
          .set(before)
          .where(and(key.ours, eq(sessions.generation, call.generation), inArray(sessions.loginPrint, key.loginPrints)))
        await releaseLease(tx, lease, holder)
      }),

    /** The renewal failed: none for a while (5 s … 5 min), the claim given back. Gives that pause. */
    fail: (because: VendorErrorKind): Promise<number> =>
      withTransaction({ db }, async (tx) => {
        const failures = (await takeSession(tx, key)).failures + 1
        const pauseMs = pauseAfterFailuresMs(failures)
        await tx
          .update(sessions)
          .set({ failures, failedBecause: because, quietUntilAt: inMs(pauseMs) })
          .where(key.ours)
        await releaseLease(tx, lease, holder)
        return pauseMs
      }),

    /** The Lock Server refused this generation's access token: nobody uses it any more. */
    refuse: async (generation: number): Promise<void> => {
      const refused = and(key.ours, eq(sessions.generation, generation))
      await db.update(sessions).set({ accessRefused: true }).where(refused)
    },
  }
}
