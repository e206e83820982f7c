import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createHouse, openDeskContext, openHouseContext } from '../access/house'
import { listActivity } from '../audit/queries'
import { noHeads } from '../audit/read-heads'
import { verifyChains } from '../audit/verify-chain'
import { createSealer } from '../crypto/sealer'
import { withTransaction } from '../db/database'
import type { Home } from '../db/home'
import { knownMigrations, migrate } from '../db/migrate'
import { openHome } from '../db/open-home'
import { factorResetCodes, passkeyChallenges, people, sessions } from '../db/schema/staff'
import { listKeys } from '../front-desk/list-keys'
import { listToDo } from '../front-desk/list-to-do'
import { newId } from '../ids/ids'
import { listLocks } from '../locks/queries'
import { silentLog } from '../log/log'
import { showPasscode } from '../passcodes/show-passcode'
import { listAllProperties } from '../properties/queries'
import { closeQueue } from '../queue/open-queue'
import { startProcess, type TestProcess } from '../testing/child-process'
import { createFakeClock } from '../testing/fake-clock'
import { startLockServer } from '../testing/imitated-lock-server'
import { createTestDatabase, findPostgres, type TestDatabase } from '../testing/test-database'
import { readAgeFile } from './age-file'
import { backUp, type Place } from './back-up'
import { exportRows } from './export-rows'
import { importRows } from './import-rows'
import { listTables } from './list-tables'
import { restore } from './restore'

/** Processes, databases and a slow key derivation on a busy machine; no guarantee here is about time. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const secret = 'a secret of tests, thirty-two characters or more'
const sealer = createSealer(secret)
const passphrase = 'kettle orchid timber umbra'
const kindOf = (home: Place['home']) => (home.databaseUrl ? 'postgres' : 'embedded')

const directories: string[] = []
const newDirectory = () => {
  const made = mkdtempSync(join(tmpdir(), 'kd-'))
  directories.push(made)
  return made
}
const databases: TestDatabase[] = []
async function newDatabase(): Promise<{ databaseUrl: string }> {
  const made = await createTestDatabase({ empty: true })
  databases.push(made)
  return { databaseUrl: made.databaseUrl }
}
afterAll(async () => {
  for (const database of databases) await database.drop()
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

const withHome = async <T>(place: Place['home'], look: (home: Home) => Promise<T>): Promise<T> => {
  const home = await openHome(place)
  return look(home).finally(() => home.close())
}

/** One hash per table over every row, the same for the same rows on either home. */
const hashes = (place: Place['home']) =>
  withHome(place, async (home) => {
    const tables = await withTransaction(home, listTables)
    const found: Record<string, unknown> = {}
    for (const { name } of tables) {
      const { rows } = await home.execute(
        `select count(*)::int as rows, md5(string_agg(r, '' order by r collate "C")) as hash from (select to_jsonb(t)::text as r from "${name}" t) x`,
      )
      found[name] = rows[0]
    }
    return found
  })

/** What a manager sees, at one moment. */
const desk = (place: Place['home'], now: number) =>
  withHome(place, async (home) => {
    const house = createHouse({
      home,
      sealer,
      clock: createFakeClock(now),
      log: silentLog,
      publicUrl: 'http://localhost',
    })
    const [property] = await listAllProperties(openHouseContext(house, { kind: 'system', part: 'test' }))
    const [person] = await home.db.select().from(people)
    if (!property || !person) throw new Error('nobody there')
    const proof = { sessionId: newId('session'), provedAt: now }
    const ctx = openDeskContext(
      house,
      { kind: 'staff', personId: person.id, name: person.name, roles: ['manager'], ...proof },
      property,
    )
    const keys = await listKeys(ctx, {}, { limit: 50 })
    return {
      ctx,
      seen: {
        property,
        keys,
        toDo: await listToDo(ctx),
        locks: await listLocks(ctx),
        activity: await listActivity(ctx, {}),
      },
    }
  })

const isEmpty = async (place: Place['home']) =>
  Object.values(await hashes(place)).every((found) => (found as { rows: number }).rows === 0)

/** The first directory is embedded, its server under way. */
const source = { dataDir: '' }
const place = (home: Place['home'], keys: Place['keys'] = { passphrase }): Place => ({ home, sealer, keys })
let lockServer: Awaited<ReturnType<typeof startLockServer>> | undefined
let server: TestProcess | undefined
let code = { passcodeId: '', digits: '' }
const others: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of others.splice(0)) await one.close()
})

beforeAll(async () => {
  source.dataDir = newDirectory()
  lockServer = await startLockServer({ hotel: 'demo', clock: 'running', settings: { instructionMedianMs: 200 } })
  server = startProcess(
    'keep-house',
    JSON.stringify({
      DATA_DIR: source.dataDir,
      SECRETS_KEY: secret,
      AUTH_SECRET: secret,
      LOG_LEVEL: 'silent',
      ADMIN_EMAIL: 'olivia@aurora.test',
      ADMIN_PASSWORD: 'the porter keeps nine umbrellas',
      PROPERTY_NAME: 'Hotel Aurora',
      PROPERTY_TIME_ZONE: 'Europe/Berlin',
      LOCK_SERVER_URL: lockServer.emulator.url,
      LOCK_SERVER_USERNAME: lockServer.emulator.username,
      LOCK_SERVER_PASSWORD: lockServer.emulator.password,
    }),
  )
  await server.says('ready', 120_000)
  server.tell('code Ada')
  const [, passcodeId = '', digits = ''] = (await server.says('on-door')).split(' ')
  code = { passcodeId, digits }
})
afterAll(async () => {
  await server?.kill()
  await lockServer?.emulator.close()
})

const file = (name: string) => join(directories[0] ?? '', name)

describe('backup and restore', () => {
  test('a running server gives its rows as of one moment while it goes on writing; the activity in them is whole', async () => {
    server?.tell('write')
    await server?.says('told 20')
    const before = server?.lines.length ?? 0
    const made = await backUp(place(source), file('running.age'), Date.now())
    expect(made.byServer).toBe(true)
    expect(made.counts).toMatchObject({ people: 1, properties: 1, passcodes: 1 })
    expect(server?.lines.length).toBeGreaterThan(before)
    expect(statSync(file('running.age')).mode & 0o777).toBe(0o600)
    expect(readdirSync(source.dataDir).filter((name) => name.endsWith('.part'))).toEqual([])

    const target = (await findPostgres()) === null ? { dataDir: newDirectory() } : await newDatabase()
    const { counts, chains } = await restore(place(target), file('running.age'))
    expect(counts).toEqual(made.counts)
    expect(chains.flatMap(({ faults }) => faults)).toEqual([])
    expect(chains.reduce((sum, { rows }) => sum + rows, 0)).toBe(counts.audit_events)
  })

  test('from embedded to PostgreSQL and back by the same two commands: every row, the same desk, codes that open', async () => {
    process.kill(server?.pid ?? -1, 'SIGTERM')
    expect(await server?.ended).toBe(0)
    const made = await backUp(place(source), file('moved.age'), Date.now())
    expect(made.byServer).toBe(false)
    const now = Date.now()
    const { sessions: _, ...kept } = await hashes(source)
    const seen = (await desk(source, now)).seen
    expect(seen.keys.rows.length).toBe(1)
    let from: Place['home'] = source
    let next = file('moved.age')
    const targets =
      (await findPostgres()) === null
        ? [{ dataDir: newDirectory() }]
        : [await newDatabase(), { dataDir: newDirectory() }]
    for (const target of targets) {
      expect(await restore(place(target), next).then(({ chains }) => chains.flatMap(({ faults }) => faults))).toEqual(
        [],
      )
      expect(await hashes(target)).toMatchObject(kept)
      expect((await desk(target, now)).seen).toEqual(seen)
      next = file(`from-${kindOf(target)}.age`)
      from = target
      await backUp(place(from), next, now)
      await withHome(target, async (home) => {
        const { rows } = await home.execute(`select nextval('audit_events_sequence_seq')::int as next`)
        expect(rows[0]?.next).toBe(((kept.audit_events as { rows: number }).rows ?? 0) + 1)
      })
      await withHome(target, async (home) => {
        const house = createHouse({
          home,
          sealer,
          clock: createFakeClock(now),
          log: silentLog,
          publicUrl: 'http://localhost',
        })
        const [property] = await listAllProperties(openHouseContext(house, { kind: 'system', part: 'test' }))
        const ctx = openDeskContext(house, { kind: 'system', part: 'test' }, property!)
        expect((await showPasscode(ctx, { passcodeId: code.passcodeId as never, use: 'on-screen' })).digits).toBe(
          code.digits,
        )
        expect((await verifyChains(home.db, sealer, noHeads)).flatMap(({ faults }) => faults)).toEqual([])
      })
    }
  })

  test('whoever was signed in when the backup was made is not after it is restored: no session, no shift of a PIN, no code', async () => {
    const [from, to] = [{ dataDir: newDirectory() }, { dataDir: newDirectory() }]
    await restore(place(from), file('moved.age'))
    await withHome(from, async (home) => {
      const [person] = await home.db.select().from(people)
      const session = { personId: person!.id, usedAt: 1, provedAt: 1, startedAt: 1, address: '', userAgent: '' }
      await home.db.insert(sessions).values([
        { ...session, id: newId('session'), fullAt: 1, computerId: newId('deskComputer') },
        { ...session, id: newId('session'), endedAt: 1, fullAt: 1 },
      ])
      await home.db.insert(factorResetCodes).values({ personId: person!.id, codeHash: '', madeAt: 1, triesLeft: 10 })
      await home.db.insert(passkeyChallenges).values({ challenge: 'c', personId: person!.id, madeAt: 1 })
    })
    const { counts } = await backUp(place(from), file('signed-in.age'), Date.now())
    const restored = await restore(place(to), file('signed-in.age'))
    expect([restored.sessionsEnded, counts.sessions]).toEqual([1, restored.counts.sessions])
    await withHome(to, async (home) => {
      const found = await home.db.select().from(sessions)
      expect(found.filter(({ endedAt, fullAt }) => endedAt === null || fullAt !== null)).toEqual([])
      expect(await home.db.select().from(factorResetCodes)).toEqual([])
      expect(await home.db.select().from(passkeyChallenges)).toEqual([])
    })
  })

  test('a home with rows, another key, another passphrase, a cut or changed file: refused, and nothing is restored', async () => {
    const whole = file('moved.age')
    const target = (await findPostgres()) === null ? { dataDir: newDirectory() } : await newDatabase()
    const refused = (from: string, at: Partial<Place> = {}) =>
      restore({ ...place(target), ...at }, from).then(
        () => 'restored',
        (error: Error) => error.message,
      )
    expect(await refused(whole, { home: source })).toMatch(/not empty/)
    expect(await refused(whole, { sealer: createSealer('another secret of tests, thirty-two or more') })).toMatch(
      /SECRETS_KEY is not the one/,
    )
    expect(await refused(whole, { keys: { passphrase: 'kettle orchid timber umbrella' } })).toMatch(
      /not for that passphrase/,
    )
    expect(await refused(whole, { keys: {} })).toMatch(/BACKUP_PASSPHRASE/)
    expect(await refused(file('none.age'))).toMatch(/There is no file/)
    const bytes = readFileSync(whole)
    const spoil = async (name: string, spoilt: Uint8Array) => {
      writeFileSync(file(name), spoilt)
      expect([name, await refused(file(name))]).toEqual([name, expect.stringMatching(/not a whole backup/)])
    }
    await spoil('half.age', bytes.subarray(0, bytes.length / 2))
    await spoil('last-byte.age', bytes.subarray(0, -1))
    await spoil('empty.age', new Uint8Array())
    const changed = Uint8Array.from(bytes)
    changed[bytes.length - 40] = (changed[bytes.length - 40] ?? 0) ^ 1
    await spoil('changed.age', changed)
    expect(await isEmpty(target)).toBe(true)
    await restore(place(target), whole)
    expect(await isEmpty(target)).toBe(false)
  })

  test('lines without their end, rows that miss, and a backup of a later version are refused whole', async () => {
    const lines: string[] = []
    for await (const line of await readAgeFile(file('moved.age'), { passphrase })) lines.push(line)
    const target = { dataDir: newDirectory() }
    const home = await openHome(target)
    const importing = (given: string[]) =>
      importRows(
        home,
        sealer,
        (async function* () {
          yield* given
        })(),
      ).then(
        () => 'restored',
        (error: Error) => error.message,
      )
    const person = lines.findIndex((line) => line.includes('olivia@aurora.test'))
    try {
      expect(await importing(lines.slice(0, -1))).toMatch(/not a whole backup/)
      expect(await importing(lines.toSpliced(lines.length - 5, 1))).toMatch(/not a whole backup|violates/)
      expect(await importing([...lines, '{}'])).toMatch(/not a whole backup/)
      expect(await importing(lines.toSpliced(person, 1))).toMatch(/violates foreign key|not a whole/)
      expect(await importing(lines.toSpliced(1, 0, '["table","pg_class"]'))).toMatch(/not a whole backup/)
      const header = JSON.parse(lines[0] ?? '')
      const later = { ...header, migrations: [...header.migrations, 'of a later version'] }
      expect(await importing([JSON.stringify(later), ...lines.slice(1)])).toMatch(/newer or another Keydesk/)
      const { rows } = await home.execute('select count(*)::int as count from people')
      expect(rows).toEqual([{ count: 0 }])
    } finally {
      await closeQueue(home)
      await home.close()
    }
  })

  test('a backup of an older version is restored with its tables, then brought up to date', async () => {
    const old = await openHome({ dataDir: newDirectory() })
    const target = await openHome({ dataDir: newDirectory() })
    others.push({ close: () => closeQueue(target).then(() => target.close()) }, old)
    const older = 5
    await withTransaction(old, async (tx) => {
      const { rows } = await tx.execute<{ name: string }>(
        sql`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
      )
      await tx.execute(sql.raw(`drop table ${rows.map(({ name }) => name).join(', ')} cascade`))
      await migrate(tx, undefined, older)
      await tx.execute(
        sql`insert into properties (id, slug, name, time_zone, reasons, created_at) values ('prp_old', 'old', 'Old', 'UTC', '[]', now())`,
      )
    })
    let text = ''
    await exportRows(old, sealer, Date.now(), async (lines) => {
      text += lines
    })
    expect(JSON.parse(text.split('\n')[0] ?? '').migrations).toHaveLength(older)
    await importRows(
      target,
      sealer,
      (async function* () {
        yield* text.trimEnd().split('\n')
      })(),
    )
    const { rows } = await target.execute('select slug, keep_guest_names_days from properties')
    expect(rows).toEqual([{ slug: 'old', keep_guest_names_days: 30 }])
    const { rows: ran } = await target.execute('select count(*)::int as count from schema_migrations')
    expect(ran).toEqual([{ count: knownMigrations().length }])
  })

  test('nothing is written unencrypted or over another file; a public key works like a passphrase', async () => {
    const failing = (keys: Place['keys'], name = 'plain.age') =>
      backUp(place(source, keys), file(name), Date.now()).then(
        () => 'written',
        (error: Error) => error.message,
      )
    expect(await failing({})).toMatch(/always encrypted/)
    expect(await failing({ recipient: 'age1nonsense' })).toMatch(/not a public key/)
    expect(await failing({ passphrase }, 'moved.age')).toMatch(/there already/)
    expect(existsSync(file('plain.age'))).toBe(false)

    const identity = await generateIdentity()
    const keys = { recipient: await identityToRecipient(identity) }
    expect(await failing(keys, 'sealed.age')).toBe('written')
    expect(readFileSync(file('sealed.age')).includes('olivia')).toBe(false)
    const identityFile = file('identity.txt')
    writeFileSync(identityFile, `# created by hand\n${identity}\n`)
    const { counts } = await restore(place({ dataDir: newDirectory() }, { identityFile }), file('sealed.age'))
    expect(counts).toMatchObject({ people: 1, passcodes: 1 })
  })
})
