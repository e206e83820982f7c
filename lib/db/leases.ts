import { and, eq, lt, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type Database, isTransaction, type Transaction } from './database'
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
  if (isTransaction(db)) throw new Error('A brief claim would take the whole transaction along.')
  // Set whether it is claimed or not: one refused has locked the row, and its end is a commit too. It ends with the statement.
  const { rows } = await db.execute<{ name: string | null }>(sql`
    with claimed as ${claim(db, name, holder, ttlMs)}
    select (select name from claimed) as name, set_config('synchronous_commit', 'off', true)`)
  return rows[0]?.name === name
}

/**
 * Takes the lease and, only then and if `allowed`, does `work`, which returns a row when it did: in one statement. `work` gets what
 * must be true for it.
 */
export async function claimLeaseAnd(
  db: Database | Transaction,
  lease: { name: string; holder: string; ttlMs: number },
  allowed: SQL,
  work: (when: SQL) => SQLWrapper,
): Promise<{ claimed: boolean; allowed: boolean; done: boolean }> {
  const when = sql`exists (select from claimed) and (select is_so from allowed)`
  const { rows } = await db.execute<{ claimed: boolean; allowed: boolean; done: boolean }>(sql`
    with claimed as ${claim(db, lease.name, lease.holder, lease.ttlMs)},
      allowed as (select ${allowed} as is_so), done as ${work(when)}
    select exists (select from claimed) as claimed, (select is_so from allowed) as allowed, exists (select from done) as done`)
  return rows[0] ?? { claimed: false, allowed: false, done: false }
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

/** The same as part of a statement. */
export const releasingLease = (name: string, holder: string, when: SQL): SQL =>
  sql`delete from leases where name = ${name} and holder = ${holder} and ${when} returning 1 as here`

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
