import { sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import { type Transaction, withTransaction } from '../db/database'
import type { Home } from '../db/home'
import type { Instant } from '../time/clock'
import { type BackupHeader, backupFormat, type RowCounts } from './contract'
import { listTables } from './list-tables'

const rowsPerRead = 500

/** Takes the next lines; resolves when more may come. */
export type Sink = (lines: string) => Promise<void>

type Fetch = (statement: string) => Promise<{ rows: Record<string, unknown>[] }>

/** The text and purpose whose fingerprint tells one SECRETS_KEY from another. */
export const keyPrinted = ['secrets-key', 'backup'] as const

/**
 * Gives every row as it stood at one moment, while others go on reading and writing. On PostgreSQL from one snapshot; the
 * embedded home, which has one connection, sets the rows aside in one short transaction and gives them between other statements.
 */
export async function exportRows(home: Home, sealer: Sealer, now: Instant, sink: Sink): Promise<RowCounts> {
  const counts: RowCounts = {}
  const giveAll = async (header: BackupHeader, names: readonly string[], next: Fetch) => {
    await sink(`${JSON.stringify(header)}\n`)
    for (const name of names) counts[name] = await giveTable(name, next, sink)
    await sink(`${JSON.stringify(['end', counts])}\n`)
  }
  const begin = async (tx: Transaction) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`)
    await tx.execute(sql`set local statement_timeout = 0`)
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
    const tables = await listTables(tx)
    const { rows } = await tx.execute<{ hash: string }>(sql`select hash from schema_migrations order by place`)
    for (const { name, key } of tables) {
      const order = key.length > 0 ? key.map((column) => `t.${quoted(column)}`).join(', ') : '1'
      const hold = home.kind === 'embedded' ? 'with hold' : ''
      await tx.execute(
        sql.raw(
          `declare ${cursorOf(name)} no scroll cursor ${hold} for select to_jsonb(t)::text as row from ${quoted(name)} t order by ${order}`,
        ),
      )
    }
    const header: BackupHeader = {
      keydesk: 'backup',
      format: backupFormat,
      at: new Date(now).toISOString(),
      home: home.kind,
      migrations: rows.map(({ hash }) => hash),
      keyPrint: sealer.fingerprint(...keyPrinted),
    }
    return { header, names: tables.map(({ name }) => name) }
  }
  if (home.kind === 'postgres') {
    await withTransaction(home, async (tx) => {
      const { header, names } = await begin(tx)
      await giveAll(header, names, (statement) => tx.execute(sql.raw(statement)))
    })
    return counts
  }
  // One at a time: the cursors have names.
  await home.exclusively('backup', async () => {
    const { header, names } = await withTransaction(home, begin)
    try {
      await giveAll(header, names, (statement) => home.execute(statement))
    } finally {
      for (const name of names) await home.execute(`close ${cursorOf(name)}`).catch(() => undefined)
    }
  })
  return counts
}

async function giveTable(name: string, next: Fetch, sink: Sink): Promise<number> {
  await sink(`${JSON.stringify(['table', name])}\n`)
  for (let given = 0; ; ) {
    const { rows } = await next(`fetch ${rowsPerRead} from ${cursorOf(name)}`)
    if (rows.length === 0) return given
    given += rows.length
    await sink(rows.map((row) => `${String(row.row)}\n`).join(''))
  }
}

const cursorOf = (table: string): string => quoted(`backup_${table}`)

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
