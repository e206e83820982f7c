import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { EmbeddedDatabase, embeddedHome } from '../db/embedded-database'
import { cacheDirectory, createDataFiles } from '../db/embedded-template'
import type { Home } from '../db/home'
import { schemaVersion } from '../db/migrate'
import { openHome } from '../db/open-home'
import { closeQueue, openQueue } from '../queue/open-queue'
import { createTestDatabase, findPostgres } from './test-database'

export type HomeKind = Home['kind']

export interface TestHome {
  home: Home
  close(): Promise<void>
}

/** A home of its own, migrated, empty, its queue open: embedded in memory in about 0.3 s, or a database on the test server. */
export async function openTestHome(kind: HomeKind = 'embedded'): Promise<TestHome> {
  const { home, drop } = kind === 'embedded' ? await openInMemory() : await openOnServer()
  await openQueue(home)
  return {
    home,
    async close() {
      await closeQueue(home)
      await home.close()
      await drop()
    },
  }
}

/** Both kinds where a PostgreSQL answers (TEST_DATABASE_URL or the local one); with CI set one must. */
export async function homesUnderTest(): Promise<HomeKind[]> {
  return (await findPostgres()) === null ? ['embedded'] : ['embedded', 'postgres']
}

async function openInMemory() {
  const files = readFileSync(await packedTemplate())
  const home = embeddedHome(await EmbeddedDatabase.open({ loadDataDir: new Blob([files]) }), async () => {})
  return { home, drop: async () => {} }
}

async function openOnServer() {
  const { databaseUrl, drop } = await createTestDatabase()
  return { home: await openHome({ databaseUrl }), drop }
}

/** The files of a migrated database with its queue, packed once per schema. */
async function packedTemplate(): Promise<string> {
  const path = join(cacheDirectory(), `tests-${schemaVersion()}.tar`)
  if (existsSync(path)) return path
  const directory = join(mkdtempSync(join(tmpdir(), 'keydesk-')), 'database')
  try {
    await createDataFiles(directory)
    const database = await EmbeddedDatabase.open({ fs: new NodeFS(directory) })
    const home = embeddedHome(database, async () => {})
    await openQueue(home)
    await closeQueue(home)
    await database.exec('checkpoint')
    const files = await database.dumpDataDir('none')
    await home.close()
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, Buffer.from(await files.arrayBuffer()))
    renameSync(draft, path)
  } finally {
    rmSync(dirname(directory), { recursive: true, force: true })
  }
  return path
}
