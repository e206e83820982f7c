import { eq, sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import type { Database, Transaction } from '../db/database'
import { lockServerSessions as sessions, lockServerTokens as tokens } from '../db/schema/lock-server'
import type { LockServerConnection, VendorErrorKind } from './contract'
import { mayRegisterCallback, pauseAfterFailuresMs } from './rules'

/** An access token and its time left by the database's clock when it was read; it may be due or expired. */
export interface HeldToken {
  generation: number
  accessToken: string
  dueInMs: number
  expiresInMs: number
}

/** One connection's session as it stands, its instants already turned into durations. */
export interface SessionRow {
  generation: number
  /** Null when there is none or the Lock Server refused it. */
  token: HeldToken | null
  refreshToken: string | null
  /** The database's clock. */
  nowMs: number
  /** No renewal is tried for so long; 0 or less = now. */
  quietMs: number
  loginsAt: number[]
  failures: number
  because: VendorErrorKind | null
}

export const tokenPurpose = 'lock-server-access-token'

const leftMs = (column: unknown) =>
  sql<number | null>`(extract(epoch from (${column} - clock_timestamp())) * 1000)::float8`

export const sessionAad = (id: LockServerConnection['id'], column: 'access' | 'refresh'): string =>
  `lock_server_sessions:${id}:${column}`

export type SessionKey = ReturnType<typeof sessionKey>

/** What makes a row this connection's own: seals, and prints of the settings that its tokens were given for. */
export function sessionKey(sealer: Sealer, connection: LockServerConnection) {
  const { id, baseUrl, prefix, username, password, deviceMac, callbackAddress } = connection
  const callback = callbackAddress !== null && mayRegisterCallback(callbackAddress) ? callbackAddress : ''
  // Under every key known here, the newest first: a change of the key is no change of the settings.
  const accountPrints = sealer.fingerprints([baseUrl, prefix, username].join('\n'), 'lock-server-account')
  const loginPrints = accountPrints.map((print, at) => {
    const prints = sealer.fingerprints([print, password, deviceMac, callback].join('\n'), 'lock-server-login')
    return prints[at] ?? ''
  })
  const aad = (column: 'access' | 'refresh') => sessionAad(id, column)
  return {
    id,
    accountPrints,
    loginPrints,
    ours: eq(sessions.connectionId, id),
    seal: (text: string, column: 'access' | 'refresh') => sealer.seal(text, aad(column)),
    /** Null when it was sealed with another key: then there is nothing to go on with but a login. */
    unseal(sealed: string | null, column: 'access' | 'refresh'): string | null {
      try {
        return sealed === null ? null : sealer.unseal(sealed, aad(column))
      } catch {
        return null
      }
    },
    printOf: (accessToken: string) => sealer.fingerprint(accessToken, tokenPurpose),
  }
}

/** Null when there is no row, or only one of other settings. */
export async function loadSession(handle: Database | Transaction, key: SessionKey): Promise<SessionRow | null> {
  const [found] = await handle
    .select({
      row: sessions,
      dueInMs: leftMs(sessions.accessDueAt),
      expiresInMs: leftMs(sessions.accessExpiresAt),
      refreshLeftMs: leftMs(sessions.refreshExpiresAt),
      quietMs: leftMs(sessions.quietUntilAt),
      nowMs: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::float8`,
    })
    .from(sessions)
    .where(key.ours)
  if (!found || !key.loginPrints.includes(found.row.loginPrint)) return null
  const { row, dueInMs, expiresInMs, refreshLeftMs, quietMs, nowMs } = found
  const { generation, loginsAt, failures } = row
  const accessToken = row.accessRefused ? null : key.unseal(row.accessSealed, 'access')
  return {
    generation,
    token:
      accessToken === null ? null : { generation, accessToken, dueInMs: dueInMs ?? 0, expiresInMs: expiresInMs ?? 0 },
    refreshToken: (refreshLeftMs ?? 0) > 0 ? key.unseal(row.refreshSealed, 'refresh') : null,
    nowMs,
    // A clock that was set back must not make a pause longer than it was (I12).
    quietMs: Math.min(quietMs ?? 0, pauseAfterFailuresMs(failures)),
    loginsAt,
    failures,
    because: row.failedBecause as VendorErrorKind | null,
  }
}

/** The row in a transaction that is about to change it; one of other settings loses its tokens, never its count of logins. */
export async function takeSession(tx: Transaction, key: SessionKey): Promise<SessionRow> {
  const { id, loginPrints, accountPrints } = key
  const [loginPrint = '', accountPrint = ''] = [loginPrints[0], accountPrints[0]]
  await tx.insert(sessions).values({ connectionId: id, loginPrint, accountPrint }).onConflictDoNothing()
  const [known] = await tx.select().from(sessions).where(key.ours).for('update')
  if (!accountPrints.includes(known?.accountPrint ?? '')) await tx.delete(tokens).where(eq(tokens.connectionId, id))
  if (!loginPrints.includes(known?.loginPrint ?? '')) {
    await tx
      .update(sessions)
      .set({
        generation: sql`${sessions.generation} + 1`,
        loginPrint,
        accountPrint,
        accessSealed: null,
        refreshSealed: null,
        failures: 0,
        failedBecause: null,
        quietUntilAt: null,
      })
      .where(key.ours)
  }
  const row = await loadSession(tx, key)
  if (row === null) throw new Error('the session row of the connection is gone')
  return row
}
