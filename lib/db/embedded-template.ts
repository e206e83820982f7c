import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { EmbeddedDatabase, embeddedHome } from './embedded-database'
import type { Home } from './home'
import { migrate, schemaVersion } from './migrate'
import { syncPath } from './synced-files'

type Furnish = (home: Home) => Promise<void>

/** Counts up when what `makeTemplate` does changes. */
const recipe = 2

/** What can be made again at any time is kept here. */
export const cacheDirectory = () => join(process.cwd(), 'node_modules/.cache/keydesk')

/** Where the template of this PGlite and this schema is kept. */
function templateDirectory(): string {
  const installed = readFileSync(join(process.cwd(), 'node_modules/@electric-sql/pglite/package.json'), 'utf8')
  const { version } = JSON.parse(installed) as { version: string }
  return join(cacheDirectory(), `embedded-${version}-${recipe}-${schemaVersion()}`)
}

/**
 * Makes the database without rows that new data directories are copied from (5 s, once); the build calls it, else the
 * first start. `furnish` adds what higher layers make at every start anyway, to save them the time.
 */
export async function prepareTemplate(furnish: Furnish = async () => {}): Promise<string> {
  const directory = templateDirectory()
  if (existsSync(directory)) return directory
  const draft = `${directory}.${process.pid}`
  try {
    mkdirSync(dirname(directory), { recursive: true })
    await makeTemplate(draft, furnish)
    if (!existsSync(directory)) renameSync(draft, directory)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return directory
}

/** Makes `directory`, which must not exist, a new empty database: complete and on disk, or not there at all. */
export async function createDataFiles(directory: string): Promise<void> {
  const draft = `${directory}.new`
  rmSync(draft, { recursive: true, force: true })
  // Where the application's own directory is read-only there is no template; making one in place is only slower.
  const template = await prepareTemplate().catch(() => null)
  if (template === null) await makeTemplate(draft, async () => {})
  else copyTree(template, draft)
  protectTree(draft)
  renameSync(draft, directory)
  syncPath(dirname(directory))
}

async function makeTemplate(directory: string, furnish: Furnish): Promise<void> {
  mkdirSync(directory, { mode: 0o700 })
  const database = await EmbeddedDatabase.open({ fs: new NodeFS(directory), initDbStartParams: ['--wal-segsize=1'] })
  const home = embeddedHome(database, async () => {})
  // Two more databases are made by default, of which an embedded home has no use: half of its size.
  await database.exec('update pg_database set datistemplate = false, datallowconn = true')
  await database.exec('drop database template0')
  await database.exec('drop database template1')
  await migrate(home.db)
  await furnish(home)
  await database.exec('vacuum full')
  await database.exec('checkpoint')
  await home.close()
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) copyTree(join(from, entry.name), join(to, entry.name))
    else copyFile(join(from, entry.name), join(to, entry.name))
  }
}

function copyFile(from: string, to: string): void {
  const descriptor = openSync(to, 'wx', 0o600)
  try {
    const content = readFileSync(from)
    for (let written = 0; written < content.length; ) written += writeSync(descriptor, content, written)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Readable for this account only, and on disk. */
function protectTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) {
      protectTree(path)
    } else {
      chmodSync(path, 0o600)
      syncPath(path)
    }
  }
  chmodSync(directory, 0o700)
  syncPath(directory)
}
