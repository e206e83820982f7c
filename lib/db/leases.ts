import { and, eq, lt, or, sql } from 'drizzle-orm'
import type { Database, Transaction } from './database'
import { leases } from './schema/leases'

/** Judged by the clock that all processes share: the database's, at this statement and not at its transaction's start. */
const databaseNow = sql`clock_timestamp()`

export interface Lease {
  holder: string
  /** When it lapses unless renewed, by the database's clock. */
  until: number
  lapsed: boolean
}

/** Takes the lease when it is free, lapsed or already ours, then for `ttlMs` from now; false when another holds it. */
export async function claimLease(
  db: Database | Transaction,
  name: string,
  holder: string,
  ttlMs: number,
): Promise<boolean> {
  const claimed = await claim(db, name, holder, ttlMs)
  return claimed.length === 1
}

/** The same by itself, without waiting for the disk: a claim that need not outlive the database's own death. */
export async function claimBriefLease(db: Database, name: string, holder: string, ttlMs: number): Promise<boolean> {
  // The setting ends with the one statement, which is the whole transaction.
  const { rows } = await db.execute(sql`
    with quick as (select set_config('synchronous_commit', 'off', true)), claimed as ${claim(db, name, holder, ttlMs)}
    select claimed.name from claimed, quick`)
  return rows.length === 1
}

function claim(db: Database | Transaction, name: string, holder: string, ttlMs: number) {
  const until = sql`${databaseNow} + ${ttlMs} * interval '1 millisecond'`
  return db
    .insert(leases)
    .values({ name, holder, until })
    .onConflictDoUpdate({
      target: leases.name,
      set: { holder, until },
      setWhere: or(eq(leases.holder, holder), lt(leases.until, databaseNow)),
    })
    .returning({ name: leases.name })
}

/** Gives the lease back when it is ours; false when it was not. */
export async function releaseLease(db: Database | Transaction, name: string, holder: string): Promise<boolean> {
  const released = await db
    .delete(leases)
    .where(and(eq(leases.name, name), eq(leases.holder, holder)))
    .returning({ name: leases.name })
  return released.length === 1
}

/** Who holds or last held the lease; null when nobody did since it was given back. */
export async function findLease(db: Database | Transaction, name: string): Promise<Lease | null> {
  const [found] = await db
    .select({
      holder: leases.holder,
      until: leases.until,
      lapsed: sql<boolean>`${leases.until} < ${databaseNow}`,
    })
    .from(leases)
    .where(eq(leases.name, name))
  return found ?? null
}

/** Forgets leases that lapsed a day ago: nobody asks any more who held them. Returns how many. */
export async function forgetLeases(db: Database | Transaction): Promise<number> {
  const forgotten = await db
    .delete(leases)
    .where(lt(leases.until, sql`${databaseNow} - interval '1 day'`))
    .returning({ name: leases.name })
  return forgotten.length
}
