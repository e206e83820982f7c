import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Database, Transaction } from './database'
import { withTransaction } from './database'
import { StartError } from './start-error'

/** From the working directory, as a bundler changes what a module knows of its own place. */
export function migrationsFolder(): string {
  return join(process.cwd(), 'lib/db/migrations')
}

/** The hashes of all migrations of this version, oldest first; read from the disk once. */
export function knownMigrations(): readonly string[] {
  known ??= readMigrationFiles({ migrationsFolder: migrationsFolder() }).map(({ hash }) => hash)
  return known
}
let known: readonly string[] | undefined

/** Names the schema that the migrations make, in 16 characters. */
export function schemaVersion(folder = migrationsFolder()): string {
  const all = readMigrationFiles({ migrationsFolder: folder }).map(({ hash }) => hash)
  return createHash('sha256').update(all.join()).digest('hex').slice(0, 16)
}

/** Brings the schema up to date in one transaction: it ran or it did not (I19). Returns how many ran; `upTo` stops after so many in all. */
export async function migrate(db: Database | Transaction, folder = migrationsFolder(), upTo?: number): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder: folder }).slice(0, upTo)
  return withTransaction({ db }, async (tx) => {
    // Two processes may start at once; the second waits here, then finds nothing to do.
    await tx.execute(sql`set local statement_timeout = 0`)
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('keydesk.migrate'))`)
    await tx.execute(
      sql`create table if not exists schema_migrations (hash text primary key, place integer not null, ran_at timestamptz not null default now())`,
    )
    const { rows } = await tx.execute<{ hash: string }>(sql`select hash from schema_migrations order by place`)
    known.forEach(({ hash }, place) => {
      if (rows[place] !== undefined && rows[place].hash !== hash) refuse()
    })
    if (rows.length > known.length) refuse()
    const missing = known.slice(rows.length)
    for (const [offset, { hash, sql: statements }] of missing.entries()) {
      for (const statement of statements) await tx.execute(sql.raw(statement))
      const place = rows.length + offset
      await tx.execute(sql`insert into schema_migrations (hash, place) values (${hash}, ${place})`)
    }
    return missing.length
  })
}

/** Throws StartError unless the tables are those of this version, complete; changes nothing. */
export async function requireMigrated(db: Database): Promise<void> {
  const { rows: found } = await db.execute<{ there: boolean }>(
    sql`select to_regclass('schema_migrations') is not null as there`,
  )
  const { rows } = found[0]?.there
    ? await db.execute<{ hash: string }>(sql`select hash from schema_migrations order by place`)
    : { rows: [] }
  const known = knownMigrations()
  if (rows.some(({ hash }, place) => hash !== known[place])) refuse()
  if (rows.length === known.length) return
  throw new StartError(
    'data-from-another-version',
    rows.length === 0
      ? 'There are no tables of Keydesk in this database.'
      : 'This data was written by an older version of Keydesk. Use that version for it, or start this one once; nothing was changed.',
  )
}

function refuse(): never {
  throw new StartError(
    'data-from-another-version',
    'This data was written by another version of Keydesk, with tables that this one does not know. ' +
      'Start the version that wrote it, or a newer one; nothing was changed.',
  )
}
