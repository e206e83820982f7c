import http, { type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn } from './testing/partner'

type Received = { method?: string; url?: string; headers: IncomingHttpHeaders; body: Record<string, unknown> }

let emulator: Emulator
let received: Received[]
let answer: { status: number; body: string }
const callee = http.createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = JSON.parse(Buffer.concat(chunks).toString())
  received.push({ method: request.method, url: request.url, headers: request.headers, body })
  response.writeHead(answer.status, { Location: '/elsewhere' })
  response.end(answer.body)
})
let address: string

beforeAll(async () => {
  await new Promise<void>((resolve) => callee.listen(0, '127.0.0.1', resolve))
  address = `127.0.0.1:${(callee.address() as AddressInfo).port}`
  emulator = await startEmulator({ clock: 'manual', startAt: 1_800_000_000_000 })
})
beforeEach(async () => {
  await emulator.control.reset()
  received = []
  answer = { status: 200, body: '{"ack":0,"msg":"succeed"}' }
})
afterAll(async () => {
  callee.close()
  await emulator.close()
})

const LOCK = 'MJ000204'

test('the printed body goes by PUT to the bare host:port of the login, with our newest access token', async () => {
  await logIn(emulator, { callback_address: address })
  const { token } = await logIn(emulator, { callback_address: address })
  const result = await emulator.control.callback.send({ lockNames: [LOCK] })
  expect(result).toMatchObject({ status: 200, ack: 0, approved: true, error: null, url: `http://${address}/` })
  const [call] = received
  expect(call).toMatchObject({ method: 'PUT', url: '/' })
  expect(call?.headers).toMatchObject({ authorization: `bearer ${token}`, 'content-type': 'application/json' })
  expect(call?.body).toEqual({
    key_code: expect.stringMatching(/^[0-9a-f]{384}$/),
    start_time: 1_800_000_000_000,
    end_time: 1_800_086_400_000,
  })
  expect(emulator.control.locks.presentKey(LOCK, result.keyCodes[0] ?? '').opened).toBe(true)
})

test('the body for several locks names owner, receiver and every key', async () => {
  await logIn(emulator, { callback_address: `http://${address}/cb` })
  const lockNames = [LOCK, 'MJ000205']
  const keyCodes = ['aa', 'bb']
  await emulator.control.callback.send({ lockNames, keyCodes, body: 'several', receiverPhone: '139', ownerId: 'o1' })
  const window = { l_start_time: 1_800_000_000_000, l_end_time: 1_800_086_400_000 }
  expect(received[0]).toMatchObject({
    url: '/cb',
    body: {
      owner_id: 'o1',
      receiver_phone: '139',
      keys: [
        { s_lock_name: LOCK, s_room_name: '204', s_key_code: 'aa', ...window },
        { s_lock_name: 'MJ000205', s_room_name: '205', s_key_code: 'bb', ...window },
      ],
    },
  })
})

test('it arrives at any of the paths of R16', async () => {
  await logIn(emulator, { callback_address: `http://${address}/api/cb` })
  const api = `/ilocks/api/apps/v1/locks/${LOCK}/guestKey`
  const expected = { address: '/api/cb', root: '/', lock: api, 'below-root': '/api/cb/', 'below-lock': `/api/cb${api}` }
  for (const path of Object.keys(expected)) {
    await emulator.control.callback.send({ lockNames: [LOCK], path: path as keyof typeof expected })
  }
  expect(received.map(({ url }) => url)).toEqual(Object.values(expected))
})

test('it carries the newest, the oldest live, a given or no bearer, and the same key again when told so', async () => {
  const first = await logIn(emulator)
  const second = await logIn(emulator)
  for (const bearer of ['newest', 'oldest', { token: 'forged' }, 'none'] as const) {
    await emulator.control.callback.send({
      lockNames: [LOCK],
      address,
      bearer,
      keyCodes: ['abc'],
      startAt: 1e12,
      endAt: 2e12,
    })
  }
  expect(received.map(({ headers }) => headers.authorization)).toEqual([
    `bearer ${second.token}`,
    `bearer ${first.token}`,
    'bearer forged',
    undefined,
  ])
  expect(new Set(received.map(({ body }) => JSON.stringify(body))).size).toBe(1)
})

test.each([
  ['ack ≠ 0', 200, '{"ack":1,"msg":"refused"}'],
  ['ack null', 200, '{"ack":null}'],
  ['no JSON', 200, 'ok'],
  ['HTTP 401', 401, '{"ack":0}'],
  ['a redirect, which is not followed', 301, '{"ack":0}'],
])(
  'a sharing that is answered with %s is not approved, and the lock does not know the key',
  async (_what, status, body) => {
    await logIn(emulator)
    answer = { status, body }
    const result = await emulator.control.callback.send({ lockNames: [LOCK], address })
    expect(result).toMatchObject({ approved: false, status, body })
    expect(received).toHaveLength(1)
    expect(emulator.control.locks.get(LOCK).keys).toEqual([])
  },
)

test('a callee that does not answer is told in words', async () => {
  await logIn(emulator)
  const result = await emulator.control.callback.send({ lockNames: [LOCK], address: '127.0.0.1:1' })
  expect(result).toMatchObject({ approved: false, status: null, error: expect.stringContaining('ECONNREFUSED') })
})

test('a login without an address takes it back', async () => {
  await logIn(emulator, { callback_address: address })
  await logIn(emulator)
  await expect(emulator.control.callback.send({ lockNames: [LOCK] })).rejects.toThrow(
    'no login gave a callback address',
  )
})

test('a callee with a certificate of its own making is trusted by its PEM only', async () => {
  const other = await startEmulator({ tls: true })
  await logIn(emulator)
  const sharing = { lockNames: [LOCK], address: other.url }
  expect((await emulator.control.callback.send(sharing)).error).toContain('self-signed')
  const trusted = await emulator.control.callback.send({ ...sharing, trust: other.certificate().pem })
  expect(trusted.error).toBeNull()
  await other.close()
})
