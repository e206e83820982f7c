import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { eq, sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { createSealer } from '../crypto/sealer'
import { openHome } from '../db/open-home'
import { connections } from '../db/schema/connections'
import { leases } from '../db/schema/leases'
import { lockServerSessions } from '../db/schema/lock-server'
import { properties } from '../db/schema/properties'
import { newId } from '../ids/ids'
import { silentLog } from '../log/log'
import { createFakeClock, type FakeClock } from '../testing/fake-clock'
import { type EmulatorOptions, startLockServer, vendorFailure } from '../testing/imitated-lock-server'
import { type HomeKind, homesUnderTest, openTestHome } from '../testing/open-test-home'
import { createTestDatabase } from '../testing/test-database'
import { type Clock, hourMs, minuteMs, systemClock } from '../time/clock'
import { openLockServer } from './client'
import type { Condition, LockServer, LockServerConnection } from './contract'
import type { Limits } from './limits'
import { connectionsOfToken } from './live-tokens'
import { sessionKey } from './session-row'
import { sessionRows } from './session-rows'

const secret = 'a secret of tests, thirty-two characters or more'
const sealer = createSealer(secret)
const lockName = 'MJ000101'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

/** A home with a connection row, an imitated Lock Server, and as many processes of ours as a test opens. */
async function start(kind: HomeKind, options: { emulator?: EmulatorOptions; limits?: Partial<Limits> } = {}) {
  const lockServer = await startLockServer(options.emulator)
  const opening = await openTestHome(kind)
  const { db } = opening.home
  opened.push(lockServer.emulator, opening)
  const connection = { ...lockServer.connection, id: newId('connection') }
  await addConnection(db, connection)
  let count = 0
  const open = (settings: Partial<LockServerConnection> = {}, clock: Clock = systemClock): LockServer => {
    const processId = `prc_${++count}`
    const deps = { db, sealer, clock, log: silentLog, processId, limits: options.limits }
    const server = openLockServer({ ...connection, ...settings }, deps)
    opened.push(server)
    return server
  }
  const { control } = lockServer
  const asked = () => {
    const { login = 0, refresh = 0 } = control.requests.counts()
    return { login, refresh }
  }
  const row = async () => {
    const [found] = await db.select().from(lockServerSessions).where(eq(lockServerSessions.connectionId, connection.id))
    return found!
  }
  const change = (set: Parameters<ReturnType<typeof db.update>['set']>[0]) =>
    db.update(lockServerSessions).set(set).where(eq(lockServerSessions.connectionId, connection.id))
  return { ...lockServer, db, connection, open, asked, row, change }
}

async function addConnection(
  db: Awaited<ReturnType<typeof openTestHome>>['home']['db'],
  { id, baseUrl }: LockServerConnection,
) {
  const propertyId = newId('property')
  await db
    .insert(properties)
    .values({ id: propertyId, name: 'Aurora', slug: propertyId, timeZone: 'UTC', reasons: [], createdAt: 0 })
  await db.insert(connections).values({
    ...{ id, propertyId, baseUrl, prefix: '/', pathStyle: 'documented', username: 'u', passwordSealed: '' },
    ...{ deviceMac: 'd', trust: 'system-ca', changedAt: 0 },
  })
}

const reads = (server: LockServer, times: number) =>
  Promise.all(Array.from({ length: times }, () => server.readLock(lockName)))

for (const kind of await homesUnderTest()) {
  describe(`tokens on the ${kind} home`, () => {
    test('I11: 50 calls at once without a token make 1 login, and on a refused one 1 refresh', async () => {
      const { open, control, asked } = await start(kind)
      const server = open()
      await reads(server, 50)
      expect(asked()).toEqual({ login: 1, refresh: 0 })
      control.tokens.expire('access')
      await reads(server, 50)
      expect(asked()).toEqual({ login: 1, refresh: 1 })
    })

    test('I11: also for 50 calls of two processes', async () => {
      const { open, control, asked } = await start(kind)
      const [one, two] = [open(), open()]
      await Promise.all([reads(one, 25), reads(two, 25)])
      expect(asked()).toEqual({ login: 1, refresh: 0 })
      control.tokens.expire('access')
      await Promise.all([reads(one, 25), reads(two, 25)])
      expect(asked()).toEqual({ login: 1, refresh: 1 })
    })

    test('R10: with under 5 minutes left by the monotonic clock 50 calls make 1 refresh, before any is refused', async () => {
      const { open, control, asked } = await start(kind)
      const clock = createFakeClock()
      const server = open({}, clock)
      await reads(server, 1)
      await clock.advance(3 * hourMs - 5 * minuteMs - 1_000)
      await reads(server, 5)
      expect(asked()).toEqual({ login: 1, refresh: 0 })
      await clock.advance(1_001)
      await reads(server, 50)
      expect((await server.unlock(lockName)).outcome).toBe('accepted')
      expect(asked()).toEqual({ login: 1, refresh: 1 })
      expect(control.requests.list({ pathIncludes: '/locks' }).every((each) => each.answered?.status === 200)).toBe(
        true,
      )
    })

    test('I12: a jump of our wall clock by a day, either way, renews nothing', async () => {
      const { open, asked } = await start(kind)
      const clock = createFakeClock()
      const server = open({}, clock)
      for (const days of [1, -2]) {
        clock.jump(days * 24 * hourMs)
        await reads(server, 3)
        expect((await server.unlock(lockName)).outcome).toBe('accepted')
      }
      expect(asked()).toEqual({ login: 1, refresh: 0 })
    })

    test('I12: nor does a jump of the database’s clock, for a process that knows the token', async () => {
      const { open, asked, change, row } = await start(kind)
      const server = open()
      await reads(server, 1)
      const { accessExpiresAt, accessDueAt } = await row()
      await change({ accessExpiresAt: accessExpiresAt! - 24 * hourMs, accessDueAt: accessDueAt! - 24 * hourMs })
      await reads(server, 3)
      expect((await server.unlock(lockName)).outcome).toBe('accepted')
      expect(asked()).toEqual({ login: 1, refresh: 0 })
    })

    test('I9: a command on an expired token is rejected and seen once; the next call renews', async () => {
      const { open, control, asked } = await start(kind)
      const server = open()
      await reads(server, 1)
      control.tokens.expire('access')
      expect(await server.unlock(lockName)).toMatchObject({ outcome: 'rejected', reason: 'token' })
      expect(control.requests.counts()['remote-unlock']).toBe(1)
      expect(asked()).toEqual({ login: 1, refresh: 0 })
      expect((await server.unlock(lockName)).outcome).toBe('accepted')
      expect(control.requests.counts()['remote-unlock']).toBe(2)
      expect(asked()).toEqual({ login: 1, refresh: 1 })
    })

    test('I9: a dead token told by HTTP 200, `ack` 401 and Chinese words counts the same', async () => {
      const { open, control, asked } = await start(kind, {
        emulator: { settings: { deadToken: 'ack-401', language: 'chinese' } },
      })
      const server = open()
      await reads(server, 1)
      control.tokens.expire('access')
      await reads(server, 5)
      expect(asked()).toEqual({ login: 1, refresh: 1 })
      control.tokens.expire('access')
      expect(await server.unlock(lockName)).toMatchObject({ outcome: 'rejected', reason: 'token' })
    })

    test('a command takes the token that another process renewed meanwhile', async () => {
      const { open, control, asked } = await start(kind)
      const [one, two] = [open(), open()]
      await Promise.all([reads(one, 1), reads(two, 1)])
      control.tokens.expire('access')
      await reads(one, 1)
      expect((await two.unlock(lockName)).outcome).toBe('accepted')
      expect(asked()).toEqual({ login: 1, refresh: 1 })
    })

    test('so does one whose look at the token is part of what it writes down; it is asked twice, and one call goes out', async () => {
      const { db, open, control, asked } = await start(kind)
      const [one, two] = [open(), open()]
      await Promise.all([reads(one, 1), reads(two, 1)])
      control.tokens.expire('access')
      await reads(one, 1)
      const looked: boolean[] = []
      const begin = async (isCurrent: Condition) => {
        const { rows } = await db.execute<{ current: boolean }>(sql`select ${isCurrent} as current`)
        looked.push(rows[0]?.current === true)
        return looked.at(-1) ? ('begun' as const) : ('token-replaced' as const)
      }
      expect((await two.unlock(lockName, { begin })).outcome).toBe('accepted')
      expect(looked).toEqual([false, true])
      expect(control.requests.list({ call: 'remote-unlock' })).toHaveLength(1)
      expect(asked()).toEqual({ login: 1, refresh: 1 })
      const never = await two.unlock(lockName, { begin: async () => 'token-replaced' })
      expect(never).toMatchObject({ outcome: 'not-sent', reason: 'aborted' })
      expect(control.requests.list({ call: 'remote-unlock' })).toHaveLength(1)
    })

    test('a process that starts later goes on with the tokens of the earlier one', async () => {
      const { open, asked } = await start(kind)
      await reads(open(), 1)
      await reads(open(), 1)
      expect((await open().unlock(lockName)).outcome).toBe('accepted')
      expect(asked()).toEqual({ login: 1, refresh: 0 })
    })

    test('I10: a refused refresh is followed by one login', async () => {
      const { open, control, asked } = await start(kind)
      const server = open()
      await reads(server, 1)
      control.tokens.expire('all')
      await reads(server, 20)
      expect(asked()).toEqual({ login: 2, refresh: 1 })
    })

    test('I10: a refused login is not tried again for 5 s, then 10, 20 … 300; meanwhile commands are refused unsent', async () => {
      const { open, control, asked, row, change } = await start(kind)
      const [one, two] = [open({ password: 'other' }), open({ password: 'other' })]
      const pauses: number[] = []
      for (let tries = 1; tries <= 8; tries++) {
        const error = await vendorFailure(one.readLock(lockName))
        expect(error).toMatchObject({ kind: 'signed-out', sent: 'no', because: 'refused' })
        expect(await two.unlock(lockName)).toMatchObject({ outcome: 'not-sent', reason: 'signed-out' })
        await vendorFailure(two.readLock(lockName))
        expect(asked()).toEqual({ login: tries, refresh: 0 })
        pauses.push(Math.round(error.retryInMs! / 1000))
        expect((await row()).failedBecause).toBe('refused')
        await change({ quietUntilAt: 0 })
      }
      expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300])
      expect(control.requests.counts()).toEqual({ login: 8 })
    })

    test('I10: no hour sees more than 12 logins, successful ones and those of other processes included', async () => {
      const { open, asked, change, row } = await start(kind)
      const server = open()
      await reads(server, 1)
      const now = (await row()).loginsAt[0]!
      await change({ loginsAt: Array.from({ length: 12 }, (_, index) => now - 50 * minuteMs + index * minuteMs) })
      const error = await vendorFailure(server.login())
      expect(error).toMatchObject({ kind: 'signed-out', sent: 'no' })
      expect(Math.round(error.retryInMs! / minuteMs)).toBe(10)
      expect(asked()).toEqual({ login: 1, refresh: 0 })
      await reads(server, 1)
      await change({ loginsAt: Array.from({ length: 12 }, (_, index) => now - 61 * minuteMs + index * minuteMs) })
      await server.login()
      expect(asked()).toEqual({ login: 2, refresh: 0 })
    })

    test('an unreachable Lock Server uses nothing up: when it is back, the refresh token is still good', async () => {
      const { open, control, asked, row } = await start(kind)
      const clock = createFakeClock()
      const server = open({}, clock)
      await reads(server, 1)
      await clock.advance(3 * hourMs + 1)
      await control.network.setOutage('refused')
      for (let tries = 0; tries < 3; tries++) {
        expect(await vendorFailure(server.readLock(lockName))).toMatchObject({ kind: 'unreachable', sent: 'no' })
        expect(await server.unlock(lockName)).toMatchObject({ outcome: 'not-sent', reason: 'unreachable' })
      }
      expect((await row()).failures).toBe(0)
      await control.network.setOutage('off')
      await reads(server, 1)
      expect(asked()).toEqual({ login: 1, refresh: 1 })
    })

    test('nor does a login that could not be sent count', async () => {
      const { open, control, row } = await start(kind)
      const server = open()
      await control.network.setOutage('refused')
      await vendorFailure(server.readLock(lockName))
      expect((await row()).loginsAt).toEqual([])
      await control.network.setOutage('off')
      await reads(server, 1)
      expect((await row()).loginsAt).toHaveLength(1)
    })

    test('a token that is due but not over serves on while renewing fails', async () => {
      const { open, control, asked } = await start(kind, { limits: { answerMs: 1_500 } })
      const clock = createFakeClock()
      const server = open({}, clock)
      await reads(server, 1)
      await clock.advance(3 * hourMs - 2 * minuteMs)
      control.wrongAnswers.order({ kind: 'hang', call: 'refresh', times: null })
      await reads(server, 10)
      expect((await server.unlock(lockName)).outcome).toBe('accepted')
      expect(asked()).toEqual({ login: 1, refresh: 1 })
    })

    test('nor is it kept waiting by a renewal that hangs', async () => {
      const { open, control } = await start(kind, { limits: { answerMs: 2_000 } })
      const clock = createFakeClock()
      const server = open({}, clock)
      await reads(server, 1)
      await clock.advance(3 * hourMs - 2 * minuteMs)
      control.wrongAnswers.order({ kind: 'hang', call: 'refresh' })
      const calls = Promise.all([server.readLock(lockName), server.unlock(lockName)])
      await expect.poll(() => control.requests.counts().refresh).toBe(1)
      await clock.advance(3_000)
      expect((await calls)[1].outcome).toBe('accepted')
      expect(control.requests.list({ call: 'lock-status' })).toHaveLength(2)
      expect(await open().unlock(lockName)).toMatchObject({ outcome: 'accepted' })
    })

    test('no transaction is held while the Lock Server is asked, and who waits for it waits no longer than said', async () => {
      const { open, control, db } = await start(kind, { limits: { answerMs: 3_000 } })
      const server = open()
      control.wrongAnswers.order({ kind: 'hang', call: 'login' })
      const unlocking = server.unlock(lockName, { turnMs: 300 })
      await expect.poll(() => control.requests.counts().login).toBe(1)
      let hanging = true
      const reading = vendorFailure(server.readLock(lockName)).finally(() => {
        hanging = false
      })
      await db.insert(leases).values({ name: 'another', holder: 'x', until: 0 })
      const { rows } = await db.execute<{ count: number }>(
        sql`select count(*)::int as count from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()`,
      )
      expect(rows[0]?.count).toBe(0)
      expect(hanging).toBe(true)
      expect(await unlocking).toMatchObject({ outcome: 'not-sent', reason: 'no-turn' })
      expect(hanging).toBe(true)
      expect(await reading).toMatchObject({ kind: 'signed-out', because: 'timeout' })
    })

    test('I11, I19: a renewal whose process died is taken over when its claim lapsed, by a login', async () => {
      const { open, asked, db, connection, row } = await start(kind)
      await reads(open(), 1)
      const dying = sessionRows(db, sessionKey(sealer, connection), 'a process that dies')
      expect(await dying.begin({ isDue: () => true, mustLogIn: false })).toMatchObject({ step: 'refresh' })
      const server = open()
      await dying.refuse((await row()).generation)
      const reading = server.readLock(lockName)
      await db.update(leases).set({ until: sql`clock_timestamp() - interval '1 second'` })
      await reading
      expect(asked()).toEqual({ login: 2, refresh: 0 })
    })

    test('other settings never get tokens that were given for these, and a switched callback logs in again', async () => {
      const { open, asked, control, emulator } = await start(kind)
      const elsewhere = await startLockServer()
      opened.push(elsewhere.emulator)
      await reads(open(), 1)
      const [token] = control.tokens.liveAccess()
      await reads(open({ baseUrl: elsewhere.emulator.url }), 1)
      const bearers = elsewhere.control.requests.list().map((request) => request.bearer)
      expect(bearers).not.toContain(token!.slice(0, 8))
      await reads(open({ baseUrl: emulator.url, callbackAddress: 'https://hotel.example/callback' }), 1)
      expect(asked()).toEqual({ login: 2, refresh: 0 })
      expect(control.tokens.callbackAddress()).toBe('https://hotel.example/callback')
    })

    test('a corrected password is tried at once, whatever pause the wrong one earned', async () => {
      const { open, asked } = await start(kind)
      await vendorFailure(open({ password: 'wrong' }).readLock(lockName))
      await reads(open(), 1)
      expect(asked()).toEqual({ login: 2, refresh: 0 })
    })

    test('I32: the rows hold no token in clear, and without the key there is nothing but a login', async () => {
      const { open, control, row, db, connection, asked } = await start(kind)
      await reads(open(), 1)
      const stored = JSON.stringify([await row(), (await db.execute(sql`select * from lock_server_tokens`)).rows])
      for (const token of control.tokens.liveAccess()) expect(stored).not.toContain(token)
      const other = openLockServer(connection, {
        ...{ db, clock: systemClock, log: silentLog, processId: 'prc_other' },
        sealer: createSealer('another secret of tests, also thirty-two or more'),
      })
      opened.push(other)
      await reads(other, 1)
      expect(asked()).toEqual({ login: 2, refresh: 0 })
    })

    test('R17: a callback’s bearer is matched with every token that lives, older ones included, and with no other', async () => {
      const { open, control, db, connection, emulator } = await start(kind)
      const server = open()
      await reads(server, 1)
      const [older] = control.tokens.liveAccess()
      control.tokens.expire('access')
      await reads(server, 1)
      const [newer] = control.tokens.liveAccess()
      const holders = (bearer: string) => connectionsOfToken({ db, sealer }, bearer)
      expect(newer).not.toBe(older)
      expect(await holders(newer!)).toEqual([connection.id])
      expect(await holders(older!)).toEqual([connection.id])
      for (const bearer of ['', newer!.slice(1), `${newer} `, newer!.toUpperCase(), 'x'.repeat(100_000)]) {
        expect(await holders(bearer)).toEqual([])
      }
      const twin = { ...connection, id: newId('connection') }
      await addConnection(db, twin)
      await reads(open({ id: twin.id }), 1)
      expect(await holders(newer!)).toEqual([connection.id])
      await db.execute(
        sql`update lock_server_tokens set expires_at = clock_timestamp() where connection_id = ${connection.id}`,
      )
      expect(await holders(newer!)).toEqual([])
      const elsewhere = await startLockServer()
      opened.push(elsewhere.emulator)
      const third = { ...connection, id: newId('connection') }
      await addConnection(db, third)
      await reads(open({ id: third.id, baseUrl: emulator.url }), 1)
      const given = control.tokens.liveAccess().at(-1)!
      expect(await holders(given)).toEqual([third.id])
      await reads(open({ id: third.id, baseUrl: elsewhere.emulator.url }), 1)
      expect(await holders(given)).toEqual([])
    })

    test('words that only look like an expired token do not make every reading renew it', async () => {
      const { open, control, asked } = await start(kind)
      const server = open()
      await reads(server, 1)
      control.wrongAnswers.order({ kind: 'ack-nonzero', call: 'lock-status', msg: '参数无效', times: null })
      for (let times = 0; times < 5; times++) {
        expect(await vendorFailure(server.readLock(lockName))).toMatchObject({ kind: 'token', sent: 'yes' })
      }
      expect(asked()).toEqual({ login: 1, refresh: 1 })
      control.tokens.expire('access')
      expect(await server.unlock(lockName)).toMatchObject({ outcome: 'rejected', reason: 'token' })
      expect((await server.unlock(lockName)).outcome).toBe('accepted')
    })

    test('tokens that live shorter than the margin are renewed halfway and not with every call', async () => {
      const { open, asked } = await start(kind, { emulator: { settings: { accessTokenMs: 60_000 } } })
      const clock: FakeClock = createFakeClock()
      const server = open({}, clock)
      await reads(server, 5)
      await clock.advance(29_000)
      await reads(server, 5)
      expect(asked()).toEqual({ login: 1, refresh: 0 })
      await clock.advance(1_001)
      await reads(server, 5)
      expect(asked()).toEqual({ login: 1, refresh: 1 })
    })
  })
}

test.runIf((await homesUnderTest()).includes('postgres'))(
  'I11: 50 calls of two operating-system processes on an expired token make 1 refresh',
  async () => {
    const lockServer = await startLockServer()
    const { databaseUrl, drop } = await createTestDatabase()
    opened.push({ close: drop }, lockServer.emulator)
    const home = await openHome({ databaseUrl })
    const connection = { ...lockServer.connection, id: newId('connection') }
    await addConnection(home.db, connection)
    await home.close()

    const children = [1, 2].map(() =>
      fork('lib/testing/reading-process.ts', [databaseUrl, secret, JSON.stringify(connection)], {
        execArgv: ['--import', 'tsx'],
      }),
    )
    const answers = () => Promise.all(children.map(async (child: ChildProcess) => (await once(child, 'message'))[0]))
    const read = (times: number) => {
      const all = answers()
      for (const child of children) child.send(times)
      return all
    }
    expect(await answers()).toEqual(['ready', 'ready'])
    expect(await read(25)).toEqual([25, 25])
    expect(lockServer.control.requests.counts()).toEqual({ login: 1, 'lock-status': 50 })
    for (let round = 1; round <= 5; round++) {
      lockServer.control.tokens.expire('access')
      expect(await read(25)).toEqual([25, 25])
      expect(lockServer.control.requests.counts()).toMatchObject({ login: 1, refresh: round })
    }
    const ends = Promise.all(children.map((child) => once(child, 'exit')))
    for (const child of children) child.send(0)
    expect((await ends).map(([code]) => code)).toEqual([0, 0])
  },
)
