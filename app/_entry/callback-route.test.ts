import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as route from '@/app/api/lock-server/[[...path]]/route'
import { type Emulator, startEmulator } from '@/emulator/emulator'
import { moveIn } from '@/lib/access/house'
import { notePeerAddresses } from '@/lib/auth/peer-address'
import { changeCallback } from '@/lib/connections/change-callback'
import { changeConnection } from '@/lib/connections/change-connection'
import type { CallbackInput } from '@/lib/connections/input'
import { closeLockServers, lockServerOf } from '@/lib/connections/lock-server-of'
import { getCallback } from '@/lib/connections/queries'
import { newId } from '@/lib/ids/ids'
import { addDoors, breakTable, listReceivedKeys, listRefusedCalls } from '@/lib/testing/callback-rows'
import { openDesk, type TestDesk } from '@/lib/testing/open-desk'
import { homesUnderTest } from '@/lib/testing/open-test-home'
import { judgeRequest } from './request-policy'

process.env.AUTH_SECRET = 'a secret of tests, thirty-two characters or more'
process.env.SECRETS_KEY = process.env.AUTH_SECRET
notePeerAddresses()
const peerHeader = (globalThis as unknown as Record<symbol, string>)[Symbol.for('keydesk.peer-header')]!

type Answer = { status: number; ack: unknown; msg: unknown; headers: Headers }

/** Through the exported handler, led there by the same judgement that proxy.ts makes. */
async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const verdict = judgeRequest({ method: request.method, path: pathname, header: (name) => request.headers.get(name) })
  if (verdict.do === 'refuse') return new Response(null, { status: verdict.status })
  const path = verdict.do === 'rewrite' ? verdict.path : pathname
  const segments = path.split('/').slice(3)
  const { [request.method as keyof typeof route]: handler } = route
  return handler(request, { params: Promise.resolve(segments.length > 0 ? { path: segments } : {}) })
}

for (const kind of await homesUnderTest()) {
  describe(`on the ${kind} home`, () => {
    let desk: TestDesk
    let emulator: Emulator
    let server: http.Server
    let origin: string

    beforeAll(async () => {
      emulator = await startEmulator()
      server = http.createServer(async (incoming, outgoing) => {
        const body = incoming.method === 'GET' ? null : await new Response(incoming as never).arrayBuffer()
        const headers = new Headers(incoming.headers as Record<string, string>)
        const request = new Request(`${origin}${incoming.url}`, { method: incoming.method ?? 'GET', headers, body })
        const response = await answer(request)
        outgoing.writeHead(response.status, Object.fromEntries(response.headers))
        outgoing.end(await response.text())
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    afterAll(async () => {
      server.close()
      await emulator.close()
    })

    beforeEach(async () => {
      await emulator.control.reset()
      desk = await openDesk(kind)
      moveIn(desk.house)
      await changeConnection(desk.as('administrator'), {
        baseUrl: emulator.url,
        pathStyle: 'documented',
        username: emulator.username,
        password: emulator.password,
        deviceMac: 'Keydesk',
      })
      await addDoors(desk.system, ['204', '205'])
    })
    afterEach(async () => {
      await closeLockServers(desk.house.processId)
      await desk.close()
    })

    const switchOn = (change: Partial<CallbackInput> = {}) =>
      changeCallback(desk.as('administrator'), {
        on: true,
        policy: 'accept-known',
        days: 7,
        sender: 'bearer',
        ...change,
      })
    const ourPath = () => `/api/lock-server/${desk.property.slug}`
    const share = (sharing: Partial<Parameters<typeof emulator.control.callback.send>[0]> = {}) => {
      const startAt = desk.clock.now()
      const endAt = startAt + 86_400_000
      return emulator.control.callback.send({
        lockNames: ['MJ000204'],
        body: 'several',
        address: `${origin}${ourPath()}`,
        startAt,
        endAt,
        ...sharing,
      })
    }
    const rows = () => listReceivedKeys(desk.system)
    const refusals = async () => {
      await desk.settled()
      return listRefusedCalls(desk.system)
    }
    const bearer = () => emulator.control.tokens.liveAccess().at(-1)!

    async function put(
      body: BodyInit | null,
      call: { path?: string; from?: string; bearer?: string; method?: string } = {},
    ): Promise<Answer> {
      const { path = ourPath(), from = '192.0.2.50', method = 'PUT' } = call
      const headers = new Headers({ [peerHeader]: from })
      if (call.bearer !== undefined) headers.set('authorization', `bearer ${call.bearer}`)
      const init: RequestInit & { duplex?: 'half' } = { method, headers, duplex: 'half' }
      if (body !== null) init.body = body
      const response = await answer(new Request(`http://localhost:3000${path}`, init))
      const text = await response.text()
      return { status: response.status, headers: response.headers, ...(text === '' ? {} : JSON.parse(text)) }
    }

    test.each(['address', 'root', 'lock', 'below-root', 'below-lock'] as const)(
      'the Lock Server’s own call is approved and stored, arriving at: %s (R16)',
      async (path) => {
        await switchOn()
        const given = await share({ path, lockNames: ['MJ000204', 'MJ000205'] })
        expect(given).toMatchObject({ status: 200, ack: 0, approved: true })
        expect((await rows()).map(({ lockName, decision }) => [lockName, decision]).sort()).toEqual([
          ['MJ000204', 'accepted'],
          ['MJ000205', 'accepted'],
        ])
      },
    )

    test('the printed body names no lock at our address, and the one of its path at the printed path (2.5.2)', async () => {
      await switchOn()
      expect(await share({ body: 'printed' })).toMatchObject({ status: 200, ack: 1, approved: false })
      expect(await share({ body: 'printed', path: 'lock' })).toMatchObject({ status: 200, ack: 0, approved: true })
      expect(await share({ body: 'printed', path: 'below-lock' })).toMatchObject({ ack: 0 })
      expect((await rows()).map(({ lockName, decisionReason }) => `${lockName} ${decisionReason}`).sort()).toEqual([
        'MJ000204 known-door',
        'MJ000204 known-door',
        'null no-door-named',
      ])
    })

    test('an older token that has not expired still counts (R10, R17)', async () => {
      await switchOn()
      await (await lockServerOf(desk.system)).login()
      expect(await share({ bearer: 'oldest' })).toMatchObject({ status: 200, ack: 0 })
      expect(await share({ bearer: 'newest' })).toMatchObject({ status: 200, ack: 0 })
    })

    test('every refusal to let somebody in looks the same, whether there is such a property or not', async () => {
      const before = await put('{}')
      const unknown = await put('{}', { path: '/api/lock-server/no-such-hotel' })
      await switchOn()
      const after = await put('{}')
      const wrong = await put('{}', { bearer: 'f'.repeat(48) })
      const bare = await put('{}', { path: '/' })
      for (const each of [before, unknown, after, wrong, bare]) {
        expect(each).toMatchObject({ status: 401, ack: 401, msg: 'not authorised' })
        expect([...each.headers]).toEqual([...before.headers])
      }
      expect(await rows()).toEqual([])
    })

    test('switched off again, even the right token opens nothing, and the activity says why', async () => {
      await switchOn()
      await switchOn({ on: false })
      expect(await share()).toMatchObject({ status: 401, approved: false })
      expect(await share({ path: 'root' })).toMatchObject({ status: 401, approved: false })
      expect(await rows()).toEqual([])
      expect(await refusals()).toEqual([['switched-off', 2, 'here']])
    })

    test('the unguessable part lets in who sends no bearer, only where it was switched on (R17)', async () => {
      await switchOn({ sender: 'path' })
      const { address } = await getCallback(desk.as('manager'))
      const withPart = `${origin}${new URL(address).pathname}`
      expect(withPart).toMatch(/\/[0-9a-z]{25}$/)
      expect(await share({ address: withPart, bearer: 'none' })).toMatchObject({ status: 200, ack: 0 })
      expect(await share({ address: withPart, bearer: 'none', path: 'below-lock' })).toMatchObject({ ack: 0 })
      expect(await share({ address: `${withPart}x`, bearer: 'none' })).toMatchObject({ status: 401 })
      expect(await share({ bearer: 'none' })).toMatchObject({ status: 401 })
      expect(await share({ bearer: 'none', path: 'root' })).toMatchObject({ status: 401 })
      await switchOn({ sender: 'bearer' })
      expect(await share({ address: withPart, bearer: 'none' })).toMatchObject({ status: 401 })
    })

    test('the same call a hundred times at once is one row and one answer (I14)', async () => {
      await switchOn()
      const keyCodes = ['the-same-key']
      const all = await Promise.all(Array.from({ length: 100 }, () => share({ keyCodes })))
      expect(new Set(all.map(({ status, ack }) => `${status} ${ack}`))).toEqual(new Set(['200 0']))
      expect(await rows()).toMatchObject([{ deliveries: 100 }])
    })

    test('any method but PUT is told so in the API’s words', async () => {
      for (const method of ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS']) {
        const told = await put(null, { method })
        expect(told).toMatchObject({ status: 405, ack: 405 })
        expect(told.headers.get('allow')).toBe('PUT')
      }
    })

    const printed = (change: Record<string, unknown> = {}) => ({
      key_code: newId('request'),
      start_time: desk.clock.now(),
      end_time: desk.clock.now() + 86_400_000,
      ...change,
    })

    test('a body that cannot be read is 400, keeps nothing and is on record (I15, I20)', async () => {
      await switchOn({ policy: 'accept' })
      const bodies = [
        '',
        '{"key_code":"a"',
        '<html></html>',
        '{"key_code":"a","start_time":1}',
        '{"key_code":["a"],"start_time":1,"end_time":2}',
        new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
        '['.repeat(8_000),
      ]
      for (const body of bodies) {
        expect(await put(body, { bearer: bearer() })).toMatchObject({ status: 400, ack: 400 })
      }
      expect(await rows()).toEqual([])
      expect(await refusals()).toEqual([['malformed', bodies.length, 'here']])
    })

    test('16 KB are taken, one byte more is 413 and the rest is not even read (I15)', async () => {
      await switchOn({ policy: 'accept' })
      const padded = (bytes: number) => {
        const bare = JSON.stringify(printed({ pad: '' })).length
        return JSON.stringify(printed({ pad: 'x'.repeat(bytes - bare) }))
      }
      expect(await put(padded(16_384), { bearer: bearer() })).toMatchObject({ status: 200, ack: 0 })
      expect(await put(padded(16_385), { bearer: bearer() })).toMatchObject({ status: 413, ack: 413 })
      let pulled = 0
      const endless = new ReadableStream({
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(1_024))
        },
      })
      expect(await put(endless, { bearer: bearer() })).toMatchObject({ status: 413 })
      expect(pulled).toBeLessThan(25)
      expect(await rows()).toHaveLength(1)
      expect(await refusals()).toEqual([['too-large', 2, 'here']])
    })

    test('whoever is not let in is not listened to: the body stays unread', async () => {
      await switchOn()
      let pulled = 0
      const body = new ReadableStream({
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(1_024))
        },
      })
      expect(await put(body, { bearer: 'wrong' })).toMatchObject({ status: 401 })
      expect(pulled).toBeLessThan(3)
    })

    test('after 30 unauthenticated calls a minute an address is told 429, others and the Lock Server are not (I15)', async () => {
      await switchOn({ policy: 'accept' })
      const given: number[] = []
      for (let n = 0; n < 40; n++) given.push((await put('{}', { bearer: `guess ${n}` })).status)
      expect(given).toEqual([...Array(30).fill(401), ...Array(10).fill(429)])
      expect(await put('{}', { from: '192.0.2.51' })).toMatchObject({ status: 401 })
      expect((await put('{}')).headers.get('retry-after')).toBe('60')
      expect(await put(JSON.stringify(printed()), { bearer: bearer() })).toMatchObject({ status: 200, ack: 0 })
      expect((await refusals()).sort()).toEqual([
        ['too-often', 11, 'house'],
        ['unauthenticated', 31, 'house'],
      ])
      await desk.clock.advance(60_000)
      expect(await put('{}')).toMatchObject({ status: 401 })
    })

    test('addresses of one IPv6 subscriber count as one', async () => {
      for (let n = 0; n < 30; n++) await put('{}', { from: `2001:db8:1:2::${n.toString(16)}` })
      expect(await put('{}', { from: '2001:db8:1:2:aaaa:bbbb:cccc:dddd' })).toMatchObject({ status: 429 })
      expect(await put('{}', { from: '2001:db8:1:3::1' })).toMatchObject({ status: 401 })
    })

    test('a path that is none of the callback’s is 404 for a known sender and 401 for anybody else', async () => {
      await switchOn()
      const path = `${ourPath()}/a/b/c`
      expect(await put('{}', { path })).toMatchObject({ status: 401 })
      expect(await put('{}', { path, bearer: bearer() })).toMatchObject({ status: 404, ack: 404 })
    })

    test('a lock name in the path is data, whatever is in it (I26)', async () => {
      await switchOn({ policy: 'accept' })
      for (const name of ['..%2f..%2fetc', '%3Cscript%3E', '%E0%A4%A', 'a%20b', '%22%3B--']) {
        const path = `${ourPath()}/ilocks/api/apps/v1/locks/${name}/guestKey`
        expect(await put(JSON.stringify(printed()), { path, bearer: bearer() })).toMatchObject({ status: 200 })
      }
      expect((await rows()).map(({ lockName }) => lockName).sort()).toEqual(
        ['../../etc', '<script>', '%E0%A4%A', 'a b', '";--'].sort(),
      )
    })

    test('a key that cannot be stored is not approved: 503 (I23)', async () => {
      await switchOn({ policy: 'accept' })
      const key = JSON.stringify(printed())
      const mend = await breakTable(desk.system, 'shared_keys')
      expect(await put(key, { bearer: bearer() })).toMatchObject({ status: 503, ack: 503 })
      await mend()
      expect(await put(key, { bearer: bearer() })).toMatchObject({ status: 200, ack: 0 })
    })

    test('what the activity cannot record is not approved either', async () => {
      await switchOn({ policy: 'accept' })
      const key = JSON.stringify(printed())
      const mend = await breakTable(desk.system, 'audit_events')
      expect(await put(key, { bearer: bearer() })).toMatchObject({ status: 503, ack: 503 })
      await mend()
      expect(await rows()).toEqual([])
    })

    test('without a database nobody is let in and nothing is approved: 503 (I23)', async () => {
      await switchOn({ policy: 'accept' })
      const shown = bearer()
      const fail = () => {
        throw new Error('the database is gone')
      }
      moveIn({ ...desk.house, home: { ...desk.house.home, db: new Proxy({}, { get: () => fail }) as never } })
      expect(await put(JSON.stringify(printed()), { bearer: shown })).toMatchObject({ status: 503, ack: 503 })
    })
  })
}
