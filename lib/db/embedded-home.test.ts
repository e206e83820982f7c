import fs, { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isDatabaseUnavailable } from '../errors/database-errors'
import { silentLog } from '../log/log'
import { makeReadOnly } from '../testing/read-only-disk'
import { withTransaction } from './database'
import { EmbeddedDatabase } from './embedded-database'
import { openEmbeddedHome } from './embedded-home'
import { createDataFiles, prepareTemplate } from './embedded-template'
import { keepUp } from './embedded-upkeep'
import type { Home } from './home'
import { claimLease, findLease } from './leases'
import { leases } from './schema/leases'
import { SyncedFiles } from './synced-files'

/** Starting processes and databases takes its time on a busy machine; no guarantee here is about that. */
vi.setConfig({ testTimeout: 120_000 })

let directory: string
const realSync = fs.fsyncSync

beforeEach(async () => {
  await prepareTemplate()
  directory = mkdtempSync(join(tmpdir(), 'keydesk-'))
})

afterEach(() => {
  setSync(realSync)
  rmSync(directory, { recursive: true, force: true })
})

/** Replaces Node's own sync for every module that imported it. */
function setSync(sync: typeof fs.fsyncSync) {
  fs.fsyncSync = sync
  syncBuiltinESMExports()
}

function filesIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const below = join(path, entry.name)
    return entry.isDirectory() ? [below, ...filesIn(below)] : [below]
  })
}

test('every commit is on disk before it is acknowledged: at least one sync each, of the log of changes (I25)', async () => {
  const home = await openEmbeddedHome(directory, silentLog)
  const synced: string[] = []
  setSync((descriptor) => {
    synced.push(fs.readlinkSync(`/proc/self/fd/${descriptor}`))
    realSync(descriptor)
  })
  for (let commit = 0; commit < 50; commit += 1) {
    synced.length = 0
    await withTransaction(home, (tx) => tx.insert(leases).values({ name: `${commit}`, holder: 'h', until: 0 }))
    expect(synced.filter((path) => dirname(path).endsWith('/pg_wal')).length).toBeGreaterThanOrEqual(1)
  }
  await home.close()
})

test('a sync that fails is a commit that fails', async () => {
  const home = await openEmbeddedHome(directory, silentLog)
  setSync(() => {
    throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO', errno: -5 })
  })
  await expect(claimLease(home.db, 'lost', 'h', 60_000)).rejects.toThrow()
  setSync(realSync)
  await home.close().catch(() => undefined)
})

test('a disk that is almost full refuses to write, not to read, until there is room again', async () => {
  const home = await openEmbeddedHome(directory, silentLog)
  await claimLease(home.db, 'before', 'h', 60_000)
  const realRoom = fs.statfsSync
  setRoom((path) => Object.assign(realRoom(path), { bavail: 1_000, bsize: 4_096 }))
  const error = await withTransaction(home, (tx) => claimLease(tx, 'full', 'h', 60_000)).catch(
    (thrown: unknown) => thrown,
  )
  expect(isDatabaseUnavailable(error)).toBe(true)
  await expect(claimLease(home.db, 'full', 'h', 60_000)).rejects.toThrow('disk')
  expect(await findLease(home.db, 'before')).toMatchObject({ holder: 'h' })
  await home.ping()
  setRoom(realRoom)
  expect(await claimLease(home.db, 'full', 'h', 60_000)).toBe(true)
  await home.close()

  function setRoom(room: (path: fs.PathLike) => fs.StatsFs) {
    fs.statfsSync = room as typeof fs.statfsSync
    syncBuiltinESMExports()
  }
})

test('a disk that became read-only refuses to write, and tells what it has at hand, until it takes writes again', async () => {
  const home = await openEmbeddedHome(directory, silentLog)
  await claimLease(home.db, 'before', 'h', 60_000)
  const mend = makeReadOnly(directory)
  try {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const error = await withTransaction(home, (tx) => claimLease(tx, 'refused', 'h', 60_000)).catch(
        (thrown: unknown) => thrown,
      )
      expect(isDatabaseUnavailable(error)).toBe(true)
      await expect(claimLease(home.db, 'refused', 'h', 60_000)).rejects.toThrow('takes no writes')
      await expect(home.execute('vacuum')).rejects.toThrow('takes no writes')
      expect(await findLease(home.db, 'before')).toMatchObject({ holder: 'h' })
    }
  } finally {
    mend()
  }
  expect(await claimLease(home.db, 'refused', 'h', 60_000)).toBe(true)
  await home.close()
})

test('a home is closed although its disk takes no writes any more, and the directory is free', async () => {
  const home = await openEmbeddedHome(directory, silentLog)
  const mend = makeReadOnly(directory)
  await home.close().finally(mend)
  const again = await openEmbeddedHome(directory, silentLog)
  await again.close()
})

test('a disk that fails in the middle of a commit stops the database in words and tells its process once; the next start has what was acknowledged', async () => {
  const ends: string[] = []
  const home = await openEmbeddedHome(directory, silentLog, { onEnd: (words) => ends.push(words) })
  await claimLease(home.db, 'before', 'h', 60_000)
  const mend = makeReadOnly(join(directory, 'database/pg_wal'))
  const error = await claimLease(home.db, 'lost', 'h', 60_000).catch((thrown: unknown) => thrown)
  mend()
  expect(isDatabaseUnavailable(error)).toBe(true)
  // Without a word of its own the next statement would wait for what the failed one holds, and the whole process with it.
  for (const next of [() => claimLease(home.db, 'lost', 'h', 60_000), () => home.ping()]) {
    await expect(next()).rejects.toThrow('Start Keydesk again')
  }
  expect(ends).toEqual([expect.stringContaining('Start Keydesk again')])
  await home.close()
  const again = await openEmbeddedHome(directory, silentLog)
  expect(await findLease(again.db, 'before')).toMatchObject({ holder: 'h' })
  expect(await claimLease(again.db, 'lost', 'h', 60_000)).toBe(true)
  await again.close()
})

test('all files are readable for this account only, those of the first start and those that came later', async () => {
  const home = await openEmbeddedHome(directory, silentLog)
  await home.execute('create table later (n integer); insert into later select * from generate_series(1, 1000)')
  expect(filesIn(directory).filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([])
  await home.close()
})

test('the first start finds a complete database or makes one: what an interrupted one left is thrown away', async () => {
  const draft = join(directory, 'database.new')
  fs.mkdirSync(draft)
  writeFileSync(join(draft, 'PG_VERSION'), 'half')
  const home = await openEmbeddedHome(directory, silentLog)
  expect(await claimLease(home.db, 'a', 'h', 60_000)).toBe(true)
  expect(existsSync(draft)).toBe(false)
  await home.close()
})

test('what was written is there when it is opened again', async () => {
  const first = await openEmbeddedHome(directory, silentLog)
  await claimLease(first.db, 'a', 'first', 60_000)
  await first.close()
  const again = await openEmbeddedHome(directory, silentLog)
  expect(await findLease(again.db, 'a')).toMatchObject({ holder: 'first' })
  await again.close()
})

test('a damaged database is told in words, and the directory is free again', async () => {
  await openEmbeddedHome(directory, silentLog).then((home) => home.close())
  truncateSync(join(directory, 'database/global/pg_control'), 100)
  const open = () => openEmbeddedHome(directory, silentLog)
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(open()).rejects.toMatchObject({
      code: 'database-not-usable',
      message: expect.stringContaining(directory),
    })
  }
})

test('data of another version are refused and left as they are', async () => {
  const older = await openEmbeddedHome(directory, silentLog)
  await older.execute("insert into schema_migrations (hash, place) values ('of a newer version', 999)")
  await older.close()
  await expect(openEmbeddedHome(directory, silentLog)).rejects.toMatchObject({ code: 'data-from-another-version' })
})

test('a restart does not wait for anything: no listener, timer or socket of a closed home remains', async () => {
  const home = await openEmbeddedHome(directory, silentLog)
  await home.listen('told', () => undefined)
  await home.close()
  const again = await openEmbeddedHome(directory, silentLog)
  await again.ping()
  await again.close()
  await expect(again.ping()).rejects.toThrow()
})

test('the log of changes does not grow for ever and dead rows make room', { timeout: 120_000 }, async () => {
  const files = join(directory, 'database')
  await createDataFiles(files)
  const database = await EmbeddedDatabase.open({ fs: new SyncedFiles(files) })
  const logBytes = () => filesIn(join(files, 'pg_wal')).reduce((sum, path) => sum + statSync(path).size, 0)
  const tableBytes = async () => {
    const { rows } = await database.query<{ bytes: number }>("select pg_relation_size('churn')::int as bytes")
    return rows[0]!.bytes
  }
  await database.exec('create table churn (n integer primary key, filler text)')
  await database.exec("insert into churn select n, repeat('x', 200) from generate_series(1, 1000) n")
  expect(await keepUp(database, 1024 ** 3)).toBe(false)
  const sizes: { log: number; table: number }[] = []
  for (let round = 0; round < 12; round += 1) {
    for (let change = 0; change < 5; change += 1) await database.exec("update churn set filler = repeat('y', 200)")
    expect(await keepUp(database, 1024 ** 2)).toBe(true)
    sizes.push({ log: logBytes(), table: await tableBytes() })
  }
  expect(sizes.at(-1)!.log).toBeLessThanOrEqual(sizes[3]!.log)
  expect(sizes.at(-1)!.table).toBeLessThanOrEqual(sizes[3]!.table)
  const { rows } = await database.query("select reltuples::int as rows from pg_class where relname = 'churn'")
  expect(rows).toEqual([{ rows: 1000 }])
  await database.close()
})

test('callers under one name take turns, also after one of them failed', async () => {
  const home: Home = await openEmbeddedHome(directory, silentLog)
  const order: string[] = []
  const slow = home.exclusively('one', async () => {
    await home.ping()
    order.push('slow')
    throw new Error('no')
  })
  const next = home.exclusively('one', async () => void order.push('next'))
  await expect(slow).rejects.toThrow('no')
  await next
  expect(order).toEqual(['slow', 'next'])
  await home.close()
})
