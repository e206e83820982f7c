import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { answers, freePort, type Program } from '../e2e/fixtures/programs'
import { startOwn } from './own-programs'

/** A Next app with one empty page and one route handler that passes an unlock on: what Keydesk is held against. */
const empty = {
  'package.json': '{ "private": true, "type": "module" }\n',
  'next.config.mjs': `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(process.cwd())} } }\n`,
  // Turbopack looks upwards for a missing one and would build Keydesk's in.
  'instrumentation.js': 'export function register() {}\n',
  'app/layout.jsx': 'export default ({ children }) => <html lang="en"><body>{children}</body></html>\n',
  'app/page.jsx': 'export default () => <p>nothing</p>\n',
  'app/unlock/route.js': `export async function POST(request) {
  const { lockName } = await request.json()
  const answer = await fetch(process.env.LOCK_SERVER_API + '/locks/' + lockName + '/remoteUnlock', {
    method: 'PUT',
    headers: { authorization: 'Bearer ' + process.env.LOCK_SERVER_TOKEN, 'content-type': 'application/json' },
    body: '{}',
  })
  return Response.json(await answer.json(), { status: answer.status })
}
`,
}

/**
 * The same with the server's libraries at work and nothing of Keydesk's: the queue open, a row read, a token made; and a
 * handler that passes an unlock on with the least that is durable: one read, one row committed before, its outcome after.
 */
const withLibraries = {
  'next.config.mjs': `export default { poweredByHeader: false, serverExternalPackages: ['pg', 'pg-boss', 'pino', '@node-rs/argon2'],
  turbopack: { root: ${JSON.stringify(process.cwd())} } }\n`,
  'instrumentation.js': `export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') await (await import('./libraries.js')).use()
}
`,
  'libraries.js': `import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { encode } from 'next-auth/jwt'
import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { pino } from 'pino'
import Client from 'undici/lib/dispatcher/client.js'
import { z } from 'zod'
import { hash } from '@node-rs/argon2'
export async function use() {
  const db = drizzle(new Pool({ connectionString: process.env.DATABASE_URL }))
  const boss = new PgBoss({ connectionString: process.env.DATABASE_URL, schema: 'libraries' })
  await boss.start()
  await db.execute(sql\`create table if not exists bench_presses (id bigserial primary key, outcome text)\`)
  const rows = await db.select({ one: sql\`1\` }).from(sql\`(select 1) as one\`)
  const token = await encode({ token: { id: 'x' }, secret: 'a secret of the figures' })
  globalThis.libraries = { db, boss, rows, token, hash, log: pino({ level: 'warn' }), Client,
    table: pgTable('t', { id: text().primaryKey() }), schema: z.object({ one: z.string() }) }
}
`,
  'app/durable/route.js': `import { Pool } from 'pg'
import { POST as passOn } from '../unlock/route.js'
const pool = new Pool({ connectionString: process.env.DATABASE_URL })
const committed = async (text, values) => {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query(text, values)
    await client.query('commit')
    return rows
  } finally {
    client.release()
  }
}
export async function POST(request) {
  await pool.query('select outcome from bench_presses where id = 1')
  const [{ id }] = await committed('insert into bench_presses default values returning id', [])
  const answer = await passOn(request)
  await committed('update bench_presses set outcome = $2 where id = $1', [id, String(answer.status)])
  return answer
}
`,
}

const full = { ...empty, ...withLibraries }

const next = join(process.cwd(), 'node_modules/next/dist/bin/next')
const folders = new Map<object, string>()

/** Built once per run, inside the project: the same Next, the same bundler, the same node_modules. */
function built(files: Record<string, string>): string {
  const known = folders.get(files)
  if (known) return known
  const folder = mkdtempSync(join(process.cwd(), '.next', 'bench-empty-'))
  folders.set(files, folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' as const }
  const build = spawnSync(process.execPath, [next, 'build'], { cwd: folder, encoding: 'utf8', env })
  if (build.status !== 0 || build.stdout.includes('Proxy'))
    throw new Error(`the empty page was not built:\n${build.stdout}${build.stderr}`)
  return folder
}

export function removeEmptyNext(): void {
  for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true })
  folders.clear()
}

export interface EmptyNext {
  origin: string
  server: Program
}

/**
 * Started as Keydesk is. `api` and `token`: where its route handler passes unlocks on to; `nodeArgs`: flags of Node;
 * `librariesOn`: the database on which the server's libraries are at work too.
 */
export async function startEmptyNext({
  api = '',
  token = '',
  nodeArgs = [] as string[],
  librariesOn = '',
} = {}): Promise<EmptyNext> {
  const port = await freePort()
  const server = startOwn(
    [...nodeArgs, next, 'start', built(librariesOn ? full : empty), '-H', '127.0.0.1', '-p', String(port)],
    {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      LOCK_SERVER_API: api,
      LOCK_SERVER_TOKEN: token,
      DATABASE_URL: librariesOn,
    },
  )
  const origin = `http://localhost:${port}`
  await answers(origin, server)
  if (server.output().includes('Keydesk')) throw new Error('the empty server runs Keydesk')
  return { origin, server }
}
