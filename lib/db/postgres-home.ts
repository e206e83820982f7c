import { drizzle } from 'drizzle-orm/node-postgres'
import { Client, type ClientConfig, Pool, type PoolClient, type QueryResult } from 'pg'
import { errorFields, type Log } from '../log/log'
import { type Database, refuseInsideTransaction } from './database'
import type { Home } from './home'
import { migrate, requireMigrated } from './migrate'
import { planningOnce } from './planned-once'
import { PostgresListener } from './postgres-listener'
import { throwBareErrors } from './query-errors'
import * as tables from './schema/tables'
import { StartError } from './start-error'

const oldestVersion = 150_000
const poolSize = 10
/** Nobody at a desk waits longer, and no forgotten transaction may hold others up. */
const statementTimeoutMs = 30_000
const connectTimeoutMs = 5_000

/** Every connection on loan; asking for one inside a transaction is refused, as ten of those would wait for each other. */
class GuardedPool extends Pool {
  override connect(): Promise<PoolClient>
  override connect(callback: Parameters<Pool['connect']>[0]): void
  override connect(callback?: Parameters<Pool['connect']>[0]): Promise<PoolClient> | undefined {
    refuseInsideTransaction()
    if (callback === undefined) return super.connect().then(givenBackWhenLost)
    super.connect(callback)
    return undefined
  }
}

/**
 * A connection that ends on loan goes back by itself: drizzle returns none whose very "begin" failed, and after ten of
 * those nobody would get one any more, nor the pool ever end (I23).
 */
function givenBackWhenLost(client: PoolClient): PoolClient {
  const giveBack = client.release.bind(client)
  let isBack = false
  const lost = () => client.release(true)
  client.release = (error) => {
    if (isBack) return
    isBack = true
    client.off('end', lost)
    giveBack(error)
  }
  client.once('end', lost)
  return client
}

/** Opens the home on a PostgreSQL server and brings its schema up to date; throws StartError. */
export async function openPostgresHome(databaseUrl: string, log: Log, asItIs = false): Promise<Home> {
  const config: ClientConfig = {
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'keydesk',
    keepAlive: true,
    // Ours are short statements with long texts: compiling one first takes longer than running it.
    options: '-c timezone=UTC -c datestyle=ISO -c jit=off',
  }
  const pool = new GuardedPool({
    ...config,
    max: poolSize,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
  })
  pool.on('error', (error) => log.warn(errorFields(error), 'an idle database connection was lost'))
  // A connection that dies on loan says so here too, and unheard that would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('connect', planningOnce())
  throwBareErrors()
  const db: Database = drizzle({ client: pool, schema: tables })
  try {
    await checkServer(pool, log)
    await (asItIs ? requireMigrated(db) : migrate(db))
  } catch (error) {
    await pool.end()
    throw error
  }
  return postgresHome(pool, db, config, log)
}

function postgresHome(pool: Pool, db: Database, config: ClientConfig, log: Log): Home {
  const listener = new PostgresListener(config, log)
  return {
    kind: 'postgres',
    db,
    listen: (channel, onMessage, onGap) => listener.listen(channel, onMessage, onGap),
    async ping() {
      await withDeadline(pool.query('select 1'), connectTimeoutMs)
    },
    async exclusively(name, fn) {
      // A connection of its own: the lock ends with it, however this process ends, and the pool keeps its ten.
      const client = new Client(config)
      client.on('error', () => undefined)
      await client.connect()
      try {
        await client.query('select pg_advisory_lock(hashtext($1))', [`keydesk.${name}`])
        return await fn()
      } finally {
        await client.end()
      }
    },
    async execute(text, values) {
      const result: QueryResult | QueryResult[] = await pool.query(text, values ? [...values] : undefined)
      return { rows: Array.isArray(result) ? result.flatMap((one) => one.rows) : result.rows }
    },
    async close() {
      await listener.close()
      await pool.end()
    },
  }
}

/** Reachable, new enough, writable, UTF-8; warns when the server may lose what it acknowledged (I25). */
async function checkServer(pool: Pool, log: Log): Promise<void> {
  const settings = await readSettings(pool)
  if (settings.version < oldestVersion) {
    throw new StartError(
      'database-too-old',
      `The database server is PostgreSQL ${Math.floor(settings.version / 10_000)}; Keydesk needs 15 or newer.`,
    )
  }
  if (settings.readOnly === 'on') {
    throw new StartError('database-not-usable', 'The database is read-only: DATABASE_URL must name the primary server.')
  }
  if (settings.encoding !== 'UTF8') {
    throw new StartError(
      'database-not-usable',
      `The database is encoded as ${settings.encoding}; make one with encoding UTF8 and name it in DATABASE_URL.`,
    )
  }
  if (settings.fsync === 'off' || settings.synchronousCommit === 'off') {
    const { fsync, synchronousCommit } = settings
    log.warn({ fsync, synchronousCommit }, 'this database may lose acknowledged rows in a power cut')
  }
}

async function readSettings(pool: Pool) {
  try {
    const { rows } = await pool.query<{
      version: number
      readOnly: string
      encoding: string
      fsync: string
      synchronousCommit: string
    }>(
      `select current_setting('server_version_num')::int as version, current_setting('transaction_read_only') as "readOnly",
        current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as "synchronousCommit"`,
    )
    if (rows[0] === undefined) throw new Error('no settings')
    return rows[0]
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new StartError(
      'database-unreachable',
      `The database in DATABASE_URL cannot be used: ${said || 'no connection'}. Check that the server runs and that address, name and password are right.`,
      { cause: error },
    )
  }
}

async function withDeadline(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database does not answer.')), ms)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
