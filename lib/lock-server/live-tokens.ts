import { timingSafeEqual } from 'node:crypto'
import { gt, sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import type { Database, Transaction } from '../db/database'
import { lockServerTokens as tokens } from '../db/schema/lock-server'
import type { Id } from '../ids/ids'
import { tokenPurpose } from './session-row'

/**
 * The connections whose Lock Server gave us this access token and whose token has not expired (R17): none, one, or several
 * that share a server. Compared in constant time with every live token.
 */
export async function connectionsOfToken(
  { db, sealer }: { db: Database | Transaction; sealer: Sealer },
  bearer: string,
): Promise<Id<'connection'>[]> {
  const shown = Buffer.from(sealer.fingerprint(bearer, tokenPurpose))
  const live = await db.select().from(tokens).where(gt(tokens.expiresAt, sql`clock_timestamp()`))
  const matches = live.filter(({ fingerprint }) => {
    const known = Buffer.from(fingerprint)
    return known.length === shown.length && timingSafeEqual(known, shown)
  })
  return matches.map((token) => token.connectionId)
}
