import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isDatabaseUnavailable } from '../errors/database-errors'
import { silentLog } from '../log/log'
import { startProcess } from '../testing/child-process'
import { homesUnderTest } from '../testing/open-test-home'
import { createTestDatabase, type TestDatabase } from '../testing/test-database'
import { notify, withTransaction } from './database'
import { claimLease, findLease } from './leases'
import { openPostgresHome } from './postgres-home'

/** Starting processes and databases takes its time on a busy machine; no guarantee here is about that. */
vi.setConfig({ testTimeout: 120_000 })

const onServer = (await homesUnderTest()).filter((kind) => kind === 'postgres')

test('a server that is away is told in words', async () => {
  await expect(openPostgresHome('postgres://postgres@127.0.0.1:9/none', silentLog)).rejects.toMatchObject({
    code: 'database-unreachable',
    message: expect.stringContaining('DATABASE_URL'),
  })
})

describe.each(onServer)('the home on PostgreSQL', () => {
  let database: TestDatabase
  let other: Client

  beforeEach(async () => {
    database = await createTestDatabase()
    other = new Client({ connectionString: database.databaseUrl })
    await other.connect()
  })

  afterEach(async () => {
    await other.end()
    await database.drop()
  })

  const cut = (name: string) =>
    other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = $1',
      [name],
    )

  test('hears again after its connection was cut, and says that there was a gap', async () => {
    const home = await openPostgresHome(database.databaseUrl, silentLog)
    const heard: string[] = []
    let gaps = 0
    await home.listen(
      'told',
      (payload) => heard.push(payload),
      () => {
        gaps += 1
      },
    )
    await other.query("select pg_notify('told', 'before')")
    await expect.poll(() => heard).toEqual(['before'])

    expect((await cut('keydesk listener')).rowCount).toBe(1)
    await other.query("select pg_notify('told', 'into the gap')")
    await expect.poll(() => gaps, { timeout: 10_000 }).toBe(1)
    await other.query("select pg_notify('told', 'after')")
    await expect.poll(() => heard.at(-1)).toBe('after')

    await home.listen('told_as_well', (payload) => heard.push(payload))
    await cut('keydesk listener')
    await expect.poll(() => gaps, { timeout: 10_000 }).toBe(2)
    await other.query("select pg_notify('told_as_well', 'both')")
    await expect.poll(() => heard.at(-1)).toBe('both')
    await home.close()
  })

  test('goes on after all its connections were cut, and takes a cut transaction as not committed', async () => {
    const home = await openPostgresHome(database.databaseUrl, silentLog)
    const lost = withTransaction(home, async (tx) => {
      await claimLease(tx, 'lost', 'h', 60_000)
      await cut('keydesk')
      await claimLease(tx, 'lost as well', 'h', 60_000)
    })
    const error = await lost.catch((thrown: unknown) => thrown)
    expect(isDatabaseUnavailable(error)).toBe(true)
    expect(await findLease(home.db, 'lost')).toBeNull()
    await home.ping()
    await home.close()
  })

  test('lets one process at a time run what is exclusive, and frees it when that process dies', async () => {
    const home = await openPostgresHome(database.databaseUrl, silentLog)
    await other.query("select pg_advisory_lock(hashtext('keydesk.once'))")
    let ran = false
    const waiting = home.exclusively('once', async () => {
      ran = true
    })
    await expect
      .poll(
        async () => (await other.query("select 1 from pg_locks where locktype = 'advisory' and not granted")).rowCount,
      )
      .toBe(1)
    expect(ran).toBe(false)
    await other.query("select pg_advisory_unlock(hashtext('keydesk.once'))")
    await waiting
    expect(ran).toBe(true)
    await home.close()
  })

  test('is told in words when the database is missing or read-only', async () => {
    const missing = new URL(database.databaseUrl)
    missing.pathname = '/no_such_database'
    await expect(openPostgresHome(missing.href, silentLog)).rejects.toThrow(
      /database "no_such_database" does not exist/,
    )
    await other.query(
      'alter database %I set default_transaction_read_only = on'.replace(
        '%I',
        other.escapeIdentifier(other.database ?? ''),
      ),
    )
    await expect(openPostgresHome(database.databaseUrl, silentLog)).rejects.toMatchObject({
      code: 'database-not-usable',
    })
  })

  test('warns when the server may lose what it acknowledged', async () => {
    await other.query(`alter database ${other.escapeIdentifier(other.database ?? '')} set synchronous_commit = off`)
    const warnings: string[] = []
    const log = { ...silentLog, warn: (_: unknown, message: string) => void warnings.push(message) }
    const home = await openPostgresHome(database.databaseUrl, log)
    expect(warnings).toEqual(['this database may lose acknowledged rows in a power cut'])
    await home.close()
  })

  test('hears only what it listens to', async () => {
    const home = await openPostgresHome(database.databaseUrl, silentLog)
    const heard: string[] = []
    const stop = await home.listen('told', (payload) => heard.push(payload))
    await withTransaction(home, (tx) => notify(tx, 'untold', 'x'))
    await withTransaction(home, (tx) => notify(tx, 'told', 'y'))
    await expect.poll(() => heard).toEqual(['y'])
    await stop()
    await home.close()
  })
})

describe.each(onServer)('the migrations', () => {
  test('run once when two processes start at once on an empty database', async () => {
    const database = await createTestDatabase({ empty: true })
    const racers = [startProcess('migrate', database.databaseUrl), startProcess('migrate', database.databaseUrl)]
    await Promise.all(racers.map((racer) => racer.says('ready')))
    for (const racer of racers) racer.tell('go')
    const ran = await Promise.all(racers.map((racer) => racer.says('ran')))
    expect(ran.map((line) => Number(line.split(' ')[1]) > 0).sort()).toEqual([false, true])
    expect(await Promise.all(racers.map((racer) => racer.ended))).toEqual([0, 0])
    await database.drop()
  })
})
