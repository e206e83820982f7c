import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { schemaVersion } from '../db/migrate'
import { openHome } from '../db/open-home'
import { closeQueue, openQueue } from '../queue/open-queue'

const prefix = 'keydesk_test_'
const localUrl = 'postgres://postgres@127.0.0.1:5432/postgres'

let found: Promise<string | null> | undefined

/** The URL of a PostgreSQL server that tests may make databases on, or null; with CI set its absence is an error. */
export function findPostgres(): Promise<string | null> {
  found ??= look()
  return found
}

async function look(): Promise<string | null> {
  const named = process.env.TEST_DATABASE_URL
  const url = named ?? localUrl
  try {
    await asAdministrator(url, (client) => client.query('select 1'))
    return url
  } catch (cause) {
    if (named === undefined && process.env.CI !== 'true') return null
    throw new Error(`Tests need a PostgreSQL server at ${named === undefined ? localUrl : 'TEST_DATABASE_URL'}.`, {
      cause,
    })
  }
}

export interface TestDatabase {
  databaseUrl: string
  drop(): Promise<void>
}

/** A database of its own, copied from a migrated one with its queue; `empty` is one without any table. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = await findPostgres()
  if (server === null) throw new Error('No PostgreSQL answers; see findPostgres.')
  const name = `${prefix}${process.pid}_${randomBytes(6).toString('hex')}`
  await asAdministrator(server, async (client) => {
    if (!options.empty) await takeTurn(client)
    const source = options.empty ? 'template0' : await migratedTemplate(client, server)
    await client.query(`create database ${name} template ${source}`)
  })
  return {
    databaseUrl: onDatabase(server, name),
    drop: () =>
      asAdministrator(server, async (client) => void (await client.query(`drop database ${name} with (force)`))),
  }
}

/** Until the connection ends: no other run takes a template away between its making and its copying. */
const takeTurn = (client: Client) => client.query(`select pg_advisory_lock(hashtext('${prefix}template'))`)

/** Made by the first that needs this schema; those of other schemas go then. */
async function migratedTemplate(client: Client, server: string): Promise<string> {
  const name = `${prefix}template_${schemaVersion()}`
  if (await isThere(client, name)) return name
  await dropLeftovers(client)
  await dropTemplates(client)
  const draft = `${name}_draft`
  await client.query(`drop database if exists ${draft} with (force)`)
  await client.query(`create database ${draft} template template0`)
  const home = await openHome({ databaseUrl: onDatabase(server, draft) })
  await openQueue(home)
  await closeQueue(home)
  await home.close()
  await client.query(`alter database ${draft} rename to ${name}`)
  await client.query(`alter database ${name} allow_connections false`)
  return name
}

/** At the end of a run: its template, and what killed processes left behind. */
export async function dropTestDatabases(): Promise<void> {
  const server = await findPostgres()
  if (server === null) return
  await asAdministrator(server, async (client) => {
    await takeTurn(client)
    await dropLeftovers(client)
    await dropTemplates(client)
  })
}

/** What killed test processes left behind; of living ones nothing, nor what is in use. */
async function dropLeftovers(client: Client): Promise<void> {
  for (const name of await namesLike(client, `^${prefix}\\d+_`)) {
    if (!isAlive(Number(name.split('_')[2])))
      await client.query(`drop database if exists ${name}`).catch(() => undefined)
  }
}

async function dropTemplates(client: Client): Promise<void> {
  for (const name of await namesLike(client, `^${prefix}template_`)) {
    await client.query(`drop database if exists ${name}`).catch(() => undefined)
  }
}

async function namesLike(client: Client, pattern: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select datname as name from pg_database where datname ~ $1', [
    pattern,
  ])
  return rows.map(({ name }) => name)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function isThere(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query('select 1 from pg_database where datname = $1', [name])
  return rows.length === 1
}

function onDatabase(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function asAdministrator<T>(server: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server, connectionTimeoutMillis: 3_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
