import { sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import { type Transaction, withTransaction } from '../db/database'
import type { Home } from '../db/home'
import { knownMigrations, migrate } from '../db/migrate'
import { enqueue } from '../queue/enqueue'
import { openQueue } from '../queue/open-queue'
import { hourMs } from '../time/clock'
import { BackupError, notWhole } from './backup-error'
import { type BackupHeader, backupFormat, type RowCounts } from './contract'
import { keyPrinted, quoted } from './export-rows'
import { listTables } from './list-tables'

const rowsPerWrite = 500

export interface Imported {
  counts: RowCounts
  sessionsEnded: number
}

/**
 * Fills an empty home with a backup's lines, all of them or none: tables of the backup's version are made, filled and brought
 * up to date in one transaction. Throws BackupError when the home has rows, the lines are cut, or SECRETS_KEY is another.
 */
export async function importRows(home: Home, sealer: Sealer, lines: AsyncIterable<string>): Promise<Imported> {
  await openQueue(home)
  const reading = lines[Symbol.asyncIterator]()
  try {
    const header = readHeader(await nextOf(reading), sealer)
    return await withTransaction(home, (tx) => fill(tx, header, reading))
  } finally {
    await reading.return?.()
  }
}

async function fill(tx: Transaction, header: BackupHeader, reading: AsyncIterator<string>): Promise<Imported> {
  await tx.execute(sql`set local statement_timeout = 0`)
  await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
  // Whoever starts meanwhile waits here until the rows are there.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('keydesk.migrate'))`)
  await refuseRows(tx)
  await makeTables(tx, header.migrations.length)
  const counts = await load(tx, reading)
  await migrate(tx)
  await resetSequences(tx)
  await followUpAgain(tx, header)
  return { counts, sessionsEnded: await endSessions(tx) }
}

function readHeader(line: string, sealer: Sealer): BackupHeader {
  const header = parsed(line) as Partial<BackupHeader> | null
  if (header?.keydesk !== 'backup' || !Array.isArray(header.migrations)) throw notWhole()
  const known = knownMigrations()
  const isOurs = header.migrations.every((hash, place) => hash === known[place])
  if (header.format !== backupFormat || !isOurs)
    throw new BackupError('This backup was made by a newer or another Keydesk. Restore it with that version.')
  if (header.keyPrint === undefined || !sealer.fingerprints(...keyPrinted).includes(header.keyPrint))
    throw new BackupError(
      'SECRETS_KEY is not the one of this backup: codes, passwords of the Lock Server and the chain of the activity could not be read.\n' +
        'Set SECRETS_KEY as it was, or put the file secrets-key of the old DATA_DIR into the new one. Nothing was changed.',
    )
  return header as BackupHeader
}

async function refuseRows(tx: Transaction): Promise<void> {
  for (const { name } of await listTables(tx)) {
    const { rows } = await tx.execute(sql`select 1 from ${sql.identifier(name)} limit 1`)
    if (rows.length > 0)
      throw new BackupError(
        `This home is not empty: there are rows in ${name}. Restore into a new database or a new DATA_DIR that no Keydesk was started on. Nothing was changed.`,
      )
  }
}

/** Tables as they were when the backup was made; what this version changes in them is done to the rows afterwards. */
async function makeTables(tx: Transaction, migrations: number): Promise<void> {
  const { rows } = await tx.execute(sql`select hash from schema_migrations`)
  if (rows.length === migrations) return
  const { rows: tables } = await tx.execute<{ name: string }>(
    sql`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  await tx.execute(sql.raw(`drop table ${tables.map(({ name }) => quoted(name)).join(', ')} cascade`))
  await migrate(tx, undefined, migrations)
}

async function load(tx: Transaction, reading: AsyncIterator<string>): Promise<RowCounts> {
  const names = new Set((await listTables(tx)).map(({ name }) => name))
  const counts: RowCounts = {}
  let table: string | null = null
  let rows: string[] = []
  const write = async () => {
    if (table === null || rows.length === 0) return
    const into = sql.identifier(table)
    await tx.execute(
      sql`insert into ${into} select * from jsonb_populate_recordset(null::${into}, ${`[${rows.join(',')}]`}::jsonb)`,
    )
    counts[table] = (counts[table] ?? 0) + rows.length
    rows = []
  }
  for (;;) {
    const line = await nextOf(reading)
    if (line.startsWith('{')) {
      rows.push(line)
      if (rows.length >= rowsPerWrite) await write()
      continue
    }
    await write()
    const [what, value] = parsed(line) as [unknown, unknown]
    if (what === 'end') {
      if (JSON.stringify(value) !== JSON.stringify(counts)) throw notWhole()
      // To the very end: what proves the file comes last.
      if (!(await reading.next()).done) throw notWhole()
      return counts
    }
    if (what !== 'table' || typeof value !== 'string' || !names.has(value)) throw notWhole()
    table = value
    counts[table] = 0
  }
}

async function resetSequences(tx: Transaction): Promise<void> {
  const { rows } = await tx.execute<{ name: string; column: string; sequence: string }>(sql`
    select c.relname as name, a.attname as column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null`)
  for (const { name, column, sequence } of rows) {
    const last = sql`(select max(${sql.identifier(column)}) from ${sql.identifier(name)})`
    await tx.execute(sql`select setval(${sequence}::regclass, coalesce(${last}, 0) + 1, false)`)
  }
}

/** The queue is not in a backup: what it may not have done yet at that moment is asked of it again (workers are idempotent). */
async function followUpAgain(tx: Transaction, header: BackupHeader): Promise<void> {
  const since = sql`${new Date(Date.parse(header.at) - hourMs).toISOString()}::timestamptz`
  const { rows } = await tx.execute<{ id: string; answered: boolean; settled: boolean }>(sql`
    select id, coalesce(outcome_at > ${since}, false) as answered, coalesce(settled_at > ${since}, false) as settled
    from instructions where outcome_at > ${since} or settled_at > ${since} order by intended_at`)
  for (const { id, answered, settled } of rows) {
    if (answered) await enqueue(tx, 'instruction-answered', { instructionId: id })
    if (settled) await enqueue(tx, 'instruction-settled', { instructionId: id })
  }
}

/**
 * A session that ended after the backup was made would open the house again, and so would a PIN whose shift was over or a code
 * that was spent: nobody is signed in, PINs wait for a whole sign-in, and codes for a lost second factor are made anew.
 */
async function endSessions(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute(sql`update sessions set ended_at = now() where ended_at is null returning id`)
  await tx.execute(sql`update sessions set full_at = null where full_at is not null`)
  await tx.execute(sql`delete from factor_reset_codes`)
  await tx.execute(sql`delete from passkey_challenges`)
  return rows.length
}

async function nextOf(reading: AsyncIterator<string>): Promise<string> {
  const { done, value } = await reading.next()
  if (done || value === undefined) throw notWhole()
  return value
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw notWhole()
  }
}
