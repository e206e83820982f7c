import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GET as getLive } from '@/app/api/health/live/route'
import { GET as getReady } from '@/app/api/health/ready/route'
import { GET as getMetrics } from '@/app/api/metrics/route'
import { createHouse, type House, moveIn } from '@/lib/access/house'
import { withTransaction } from '@/lib/db/database'
import { claimLease } from '@/lib/db/leases'
import { connections } from '@/lib/db/schema/connections'
import { mails } from '@/lib/db/schema/mails'
import { settings } from '@/lib/env/settings'
import type { Id } from '@/lib/ids/ids'
import { commitIntent } from '@/lib/instructions/commit-intent'
import { mailHeads } from '@/lib/messages/mail-heads'
import { sendMail } from '@/lib/messages/send-mail'
import { createMailer } from '@/lib/messages/smtp-transport'
import { enqueue } from '@/lib/queue/enqueue'
import { signIn } from '@/lib/staff/sign-in'
import { startMailServer } from '@/lib/testing/mail-server'
import { openHotel, type TestHotel } from '@/lib/testing/open-hotel'
import { homesUnderTest } from '@/lib/testing/open-test-home'
import { minuteMs } from '@/lib/time/clock'

process.env.AUTH_SECRET = 'a secret of tests, thirty-two characters or more'
process.env.SECRETS_KEY = process.env.AUTH_SECRET
process.env.METRICS_TOKEN = 'metrics-token-of-the-tests'

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const withToken = bearer('metrics-token-of-the-tests')

const ready = async (init?: RequestInit) => {
  const response = await getReady(new Request('http://localhost:3000/api/health/ready', init))
  return { status: response.status, body: await response.json() }
}
const metrics = (init?: RequestInit) => getMetrics(new Request('http://localhost:3000/api/metrics', init))
/** Every figure by its name and labels. */
async function figures(): Promise<Record<string, number>> {
  const response = await metrics(withToken)
  expect(response.status).toBe(200)
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )
}

for (const kind of await homesUnderTest()) {
  describe(`health on ${kind}`, () => {
    let hotel: TestHotel
    let slug: string
    beforeAll(async () => {
      hotel = await openHotel(kind)
      slug = hotel.desk.property.slug
      moveIn(hotel.desk.house)
      await hotel.sample()
      await hotel.desk.settled()
    })
    afterAll(() => hotel.close())

    test('says live without a database, and ready with everything at its version', async () => {
      expect(await getLive().json()).toEqual({ status: 'up' })
      expect(await ready()).toMatchObject({
        status: 200,
        body: { status: 'up', checks: { database: 'up', migrations: 'up', queue: { status: 'up', lagMs: 0 } } },
      })
    })

    test('a Lock Server that does not answer is degraded, not down; which property is said with the token only', async () => {
      await hotel.desk.house.home.db
        .update(connections)
        .set({ failedAt: hotel.desk.clock.now() + 1, failure: 'unreachable' })
      const stranger = await ready()
      expect(stranger).toMatchObject({
        status: 200,
        body: { status: 'degraded', checks: { lockServers: { status: 'degraded' } } },
      })
      for (const init of [undefined, bearer('metrics-token-of-the-other')]) {
        const { body } = await ready(init)
        expect(JSON.stringify(body)).not.toMatch(new RegExp(`${slug}|prp_|properties|Aurora`))
      }
      const { body } = await ready(withToken)
      expect(body.checks.lockServers.properties).toEqual([{ id: hotel.desk.property.id, slug, status: 'degraded' }])
      expect(JSON.stringify(body)).not.toContain('Hotel Aurora')
      expect((await figures())[`keydesk_lock_server_reachable{property="${slug}"}`]).toBe(0)
      await hotel.desk.house.home.db.update(connections).set({ failedAt: null, failure: null })
      expect((await figures())[`keydesk_lock_server_reachable{property="${slug}"}`]).toBe(1)
    })

    test('a job that waits for over a minute is degraded and counted', async () => {
      await withTransaction(hotel.desk.house.home, (tx) =>
        enqueue(tx, 'instruction-settled', { instructionId: 'ins_none' }),
      )
      await hotel.desk.house.home.execute(
        `update pgboss.job set start_after = clock_timestamp() - interval '2 minutes'`,
      )
      const late = await ready()
      expect(late).toMatchObject({
        status: 200,
        body: { status: 'degraded', checks: { queue: { status: 'degraded' } } },
      })
      expect(late.body.checks.queue.lagMs).toBeGreaterThanOrEqual(120_000)
      expect((await figures()).keydesk_queue_lag_seconds).toBeGreaterThanOrEqual(120)
      await hotel.desk.house.home.execute('delete from pgboss.job')
    })

    test('mail whose last tries failed is degraded, not down, until one is sent; one refused address among others is not', async () => {
      const { desk } = hotel
      const property = desk.property
      const checks = async () => (await ready()).body
      expect((await checks()).checks.mail).toBeUndefined()
      const server = await startMailServer()
      try {
        desk.house.mailer = createMailer(server.settings)
        desk.reload({ ...property, headsMailTo: 'no-one@hotel.example, owner@hotel.example' })
        expect(await checks()).toMatchObject({ status: 'up', checks: { mail: 'up' } })
        await mailHeads(desk.system)
        const rows = await desk.system.db.select().from(mails).orderBy(mails.toAddress)
        const [noOne, owner] = rows.map(({ id }) => id)
        const send = (id: Id<'mail'> | undefined, attempt: number) =>
          sendMail(desk.system, id!, { attempt, signal: new AbortController().signal }).catch(() => 'failed')
        for (const attempt of [1, 2]) expect(await send(noOne, attempt)).toBe('failed')
        await expect(ready()).resolves.toMatchObject({
          status: 200,
          body: { status: 'degraded', checks: { mail: 'degraded' } },
        })
        await desk.clock.advance(1)
        expect(await send(owner, 1)).toBeUndefined()
        expect(await send(noOne, 3)).toBe('failed')
        expect(await checks()).toMatchObject({ status: 'up', checks: { mail: 'up' } })
      } finally {
        await server.close()
        desk.reload(property)
        desk.house.mailer = undefined
        await desk.system.db.delete(mails)
      }
    })

    test('tables of another version, a stop and a database that is gone are 503', async () => {
      const { home } = hotel.desk.house
      await home.execute(`insert into schema_migrations (hash, place) values ('of a later version', 999)`)
      expect(await ready()).toMatchObject({
        status: 503,
        body: { status: 'down', checks: { migrations: 'other-version' } },
      })
      await home.execute(`delete from schema_migrations where place = 999`)

      const stopping = createHouse(hotel.desk.house)
      stopping.background.stop()
      const gone: House = { ...hotel.desk.house, home: { ...home, execute: () => Promise.reject(new Error('gone')) } }
      const silent: House = { ...hotel.desk.house, home: { ...home, execute: () => new Promise(() => {}) } }
      try {
        moveIn(stopping)
        expect(await ready()).toMatchObject({ status: 503, body: { status: 'stopping', checks: { database: 'up' } } })
        moveIn(gone)
        expect(await ready()).toMatchObject({ status: 503, body: { status: 'down', checks: { database: 'down' } } })
        expect(await getLive().json()).toEqual({ status: 'up' })
        expect((await figures()).keydesk_database_up).toBe(0)
        moveIn(silent)
        const asked = ready()
        await hotel.desk.clock.advance(5_000)
        expect(await asked).toMatchObject({ status: 503, body: { checks: { database: 'down' } } })
      } finally {
        moveIn(hotel.desk.house)
      }
    })

    test('metrics are for who has the token, and nowhere without the setting', async () => {
      for (const init of [undefined, bearer('metrics-token-of-the-other'), bearer('metrics-token-of-the-test')]) {
        const refused = await metrics(init)
        expect(refused.status).toBe(401)
        expect(await refused.text()).not.toContain('keydesk_')
      }
      const given = settings().METRICS_TOKEN
      settings().METRICS_TOKEN = undefined
      expect((await metrics(withToken)).status).toBe(404)
      expect((await metrics()).status).toBe(404)
      settings().METRICS_TOKEN = given
    })

    test('metrics count commands, what is open, leases, samples, refused sign-ins and the process', async () => {
      const { desk, lockId } = hotel
      const before = await figures()
      await withTransaction(desk.system, (tx) =>
        commitIntent(desk.system, tx, {
          kind: 'unlock',
          lock: { id: lockId, name: 'MJ000204', label: '204' },
          pressKey: 'press_of_metrics',
          asked: {},
        }),
      )
      await claimLease(desk.house.home.db, `process:${desk.house.processId}`, desk.house.processId, minuteMs)
      const wrong = signIn(
        desk.outside('visitor'),
        { email: 'nobody@aurora.test', password: 'not the right one' },
        { address: '192.0.2.7', userAgent: 'test' },
      )
      await expect(wrong).rejects.toMatchObject({ code: 'wrong-credentials' })
      await desk.clock.advance(7_000)
      const after = await figures()
      expect(after).toMatchObject({
        keydesk_database_up: 1,
        'keydesk_instructions_last_hour{kind="unlock",outcome="open"}': 1,
        keydesk_instructions_open: 1,
        keydesk_instructions_followed: 0,
        keydesk_instructions_oldest_open_seconds: 7,
        [`keydesk_tracker_lease_held{property="${slug}"}`]: 1,
        keydesk_sign_in_failures_last_hour: (before.keydesk_sign_in_failures_last_hour ?? 0) + 1,
        keydesk_processes: 1,
      })
      expect(after[`keydesk_sampler_lag_seconds{property="${slug}"}`]).toBeGreaterThanOrEqual(7)
      for (const name of ['keydesk_process_uptime_seconds', 'keydesk_process_memory_bytes{kind="resident"}'])
        expect(after[name]).toBeGreaterThan(0)
      expect(after['keydesk_event_loop_lag_seconds{kind="max"}']).toBeGreaterThanOrEqual(0)
      const text = await (await metrics(withToken)).text()
      expect(text).not.toMatch(/Hotel|MJ000204|192\.0\.2|@/)
    })
  })
}
