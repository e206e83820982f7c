import { errorFields, type Log } from '../log/log'
import type { EmbeddedDatabase } from './embedded-database'

const lookEveryMs = 60_000
const worthwhileBytes = 8 * 1024 * 1024

/**
 * An embedded PostgreSQL has no background processes: without this its log of changes would grow for ever, dead rows
 * would stay and the planner would know nothing. Looks once a minute; returns how to stop.
 */
export function startUpkeep(database: EmbeddedDatabase, log: Log, everyMs = lookEveryMs): () => Promise<void> {
  let running = Promise.resolve()
  let stopped = false
  const timer = setInterval(() => {
    running = running
      .then(async () => {
        if (!stopped) await keepUp(database)
      })
      .catch((error) => log.warn(errorFields(error), 'upkeep of the database failed'))
  }, everyMs)
  timer.unref()
  return async () => {
    stopped = true
    clearInterval(timer)
    await running
  }
}

/** Once enough has changed since the last time: clears dead rows table by table, then shortens the log. True when it did. */
export async function keepUp(database: EmbeddedDatabase, afterBytes = worthwhileBytes): Promise<boolean> {
  const { rows } = await database.query<{ changed: number }>(
    'select (pg_current_wal_lsn() - redo_lsn)::float8 as changed from pg_control_checkpoint()',
  )
  if ((rows[0]?.changed ?? 0) < afterBytes) return false
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind in ('r', 'm') and relpersistence = 'p'`,
  )
  // One at a time, so that requests get their turn in between.
  for (const { name } of tables.rows) await database.exec(`vacuum (analyze) ${name}`)
  await database.exec('checkpoint')
  return true
}
