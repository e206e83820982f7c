import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { DemoPerson } from '../bin/demo-hotel'
import { answers, freePort, type Program, runProgram } from '../e2e/fixtures/programs'
import { type DelayProxy, startDelayProxy } from './delay-proxy'
import { startOwn } from './own-programs'

const tsx = ['--import', 'tsx']
const apiPath = '/ilocks/api/apps/v1'

export interface BenchHotel {
  /** The address that browsers use: Keydesk's own, or a delaying one before it. */
  url: string
  slug: string
  /** The emulator's API, up to and with its prefix. */
  api: string
  control: (method: string, path: string, body?: unknown) => Promise<unknown>
  people: Record<string, DemoPerson>
  /** Empty on the embedded home. */
  databaseUrl: string
  server(): Program
  /** Ends Keydesk and starts it again on the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface HotelWishes {
  home?: 'embedded' | 'postgres'
  /** Variables of the emulator, see its README. */
  emulator?: Record<string, string>
  heartbeatMs?: number
  /** Round trip between browser and Keydesk, in ms. */
  roundTripMs?: number
  /** Flags of Node for Keydesk's server. */
  nodeArgs?: string[]
}

/** The demo hotel as it runs in use: emulator and Keydesk, each a process of its own. */
export async function openBenchHotel(wishes: HotelWishes = {}): Promise<BenchHotel> {
  const { home = 'embedded', emulator: more = {}, heartbeatMs = 5_000, roundTripMs = 0, nodeArgs = [] } = wishes
  const dataDir = mkdtempSync(join(tmpdir(), 'kd-bench-'))
  const [port, emulatorPort, controlPort] = [await freePort(), await freePort(), await freePort()]
  const emulatorUrl = `http://127.0.0.1:${emulatorPort}`
  const database = home === 'postgres' ? await makeDatabase() : null
  const proxy: DelayProxy | null = roundTripMs > 0 ? await startDelayProxy(port, roundTripMs / 2) : null
  const url = `http://localhost:${proxy?.port ?? port}`
  const emulator = startOwn([...tsx, 'emulator/server.ts'], {
    EMULATOR_PORT: String(emulatorPort),
    EMULATOR_CONTROL_PORT: String(controlPort),
    EMULATOR_HEARTBEAT_MS: String(heartbeatMs),
    EMULATOR_FAIL_CHANCE: '0',
    EMULATOR_PUSH_FAIL_CHANCE: '0',
    ...more,
  })
  const env: Record<string, string> = {
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    DATABASE_URL: database?.url ?? '',
    AUTH_SECRET: 'a secret of the figures, 32 characters',
    SECRETS_KEY: 'another secret of the figures, 32 long',
    NODE_ENV: 'production',
    PROPERTY_TIME_ZONE: 'Europe/Berlin',
    LOCK_SERVER_URL: emulatorUrl,
    LOCK_SERVER_USERNAME: 'testserver',
    LOCK_SERVER_PASSWORD: '123456',
    LOCK_SERVER_DEVICE_MAC: 'Keydesk-bench',
    LOCK_SERVER_HEARTBEAT_MS: String(heartbeatMs),
    LOG_LEVEL: 'warn',
    NEXT_TELEMETRY_DISABLED: '1',
  }
  await answers(`${emulatorUrl}/hallway`, emulator)
  const people = JSON.parse(await runProgram([...tsx, 'e2e/fixtures/prepare-hotel.ts'], env)) as DemoPerson[]
  const startServer = async () => {
    const next = [...nodeArgs, 'node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)]
    const program = startOwn(next, env)
    await answers(`http://localhost:${port}/sign-in`, program)
    return program
  }
  let server = await startServer()

  return {
    url,
    slug: 'hotel-aurora',
    api: `${emulatorUrl}${apiPath}`,
    async control(method, path, body) {
      const sent = { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } }
      const response = await fetch(`http://127.0.0.1:${controlPort}/_control${path}`, {
        method,
        ...(method === 'GET' ? {} : sent),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    people: Object.fromEntries(people.map((person) => [person.email.split('@')[0] ?? '', person])),
    databaseUrl: database?.url ?? '',
    server: () => server,
    async restart() {
      await server.stop()
      server = await startServer()
    },
    async close() {
      await server.stop()
      await emulator.stop()
      await proxy?.close()
      rmSync(dataDir, { recursive: true, force: true })
      await database?.drop()
    },
  }
}

/** A token of the emulator's for calls that do not go through Keydesk. */
export async function lockServerToken(hotel: BenchHotel): Promise<string> {
  const answer = await fetch(`${hotel.api}/servers/accesstoken`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'testserver', password: '123456', device_mac: 'bench' }),
  })
  const { access_token: token } = (await answer.json()) as { access_token?: string }
  if (!token) throw new Error('the emulator gave no token')
  return token
}

async function makeDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const name = `keydesk_bench_${process.pid}_${randomBytes(4).toString('hex')}`
  const asAdministrator = async (work: (client: Client) => Promise<unknown>) => {
    const client = new Client({ connectionString: server })
    await client.connect()
    await work(client).finally(() => client.end())
  }
  await asAdministrator(async (client) => {
    await dropLeftovers(client)
    await client.query(`create database ${name}`)
  })
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => asAdministrator((client) => client.query(`drop database ${name} with (force)`)),
  }
}

/** What killed runs left behind; of living ones nothing. */
async function dropLeftovers(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where datname ~ '^keydesk_bench_[0-9]+_'",
  )
  for (const { name } of rows) {
    if (!existsSync(`/proc/${name.split('_')[2]}`)) await client.query(`drop database if exists ${name} with (force)`)
  }
}
