import { timingSafeEqual } from 'node:crypto'
import { gt, sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import type { Database, Transaction } from '../db/database'
import { lockServerTokens as tokens } from '../db/schema/lock-server'
import type { Id } from '../ids/ids'
import type { Tokens } from './contract'
import { tokenPurpose } from './session-row'

/**
 * The connections whose Lock Server gave us this access token and whose token has not expired (R17): none, one, or several
 * that share a server. Compared in constant time with every live token.
 */
export async function connectionsOfToken(
  { db, sealer }: { db: Database | Transaction; sealer: Sealer },
  bearer: string,
): Promise<Id<'connection'>[]> {
  const shown = sealer.fingerprints(bearer, tokenPurpose).map((print) => Buffer.from(print))
  const live = await db.select().from(tokens).where(gt(tokens.expiresAt, sql`clock_timestamp()`))
  const matches = live.filter(({ fingerprint }) => {
    const known = Buffer.from(fingerprint)
    return shown.filter((print) => known.length === print.length && timingSafeEqual(known, print)).length > 0
  })
  return matches.map((token) => token.connectionId)
}

/** R17: callers may show any token that we were given, also one of a login that was only a test. */
export async function rememberToken(
  { db, sealer }: { db: Database | Transaction; sealer: Sealer },
  connectionId: Id<'connection'>,
  { accessToken, accessLifetimeMs }: Pick<Tokens, 'accessToken' | 'accessLifetimeMs'>,
): Promise<void> {
  const fingerprint = sealer.fingerprint(accessToken, tokenPurpose)
  const expiresAt = sql<number>`clock_timestamp() + ${Math.round(accessLifetimeMs)}::float8 * interval '1 millisecond'`
  await db
    .insert(tokens)
    .values({ connectionId, fingerprint, expiresAt })
    .onConflictDoUpdate({ target: [tokens.connectionId, tokens.fingerprint], set: { expiresAt } })
}
