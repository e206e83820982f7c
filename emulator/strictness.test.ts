import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn, type Partner, send } from './testing/partner'

let emulator: Emulator
let partner: Partner
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' })
  partner = await logIn(emulator)
})
beforeEach(() => emulator.control.requests.clear())
afterAll(() => emulator.close())

const LOCK = '/locks/MJ000101'
const window = { start_time: 1_800_000_000_000, end_time: 1_800_003_600_000 }
const code = { ...window, one_time: 0 }
const json = 'application/json'

type Row = [what: string, method: string, path: string, body: unknown, problem: RegExp, status: number]
const rows: Row[] = [
  ['GET where the call is PUT', 'GET', `${LOCK}/remoteUnlock`, undefined, /wrong method GET.*PUT/, 405],
  ['POST where the call is GET', 'POST', '/locks', {}, /wrong method POST.*GET/, 405],
  ['DELETE', 'DELETE', `${LOCK}/guestPasswdKey`, undefined, /wrong method DELETE/, 405],
  ['an unknown path', 'GET', '/doors', undefined, /no call has this path/, 404],
  ['a path of the other style', 'GET', '/servers/locks', undefined, /wrong path style/, 404],
  ['a trailing slash', 'GET', '/locks/', undefined, /no call has this path/, 404],
  ['a GET with a body', 'GET', '/locks', { a: 1 }, /GET must not have a body/, 400],
  ['an unknown query parameter', 'GET', '/locks?page=1', undefined, /query/, 400],
  ['a query on a PUT', 'PUT', `${LOCK}/remoteUnlock?force=1`, undefined, /query/, 400],
  ['no instruction id', 'GET', '/instruction', undefined, /query: instruction_id/, 400],
  ['an empty instruction id', 'GET', '/instruction?instruction_id=', undefined, /query: instruction_id/, 400],
  ['an instruction id twice', 'GET', '/instruction?instruction_id=a&instruction_id=b', undefined, /given twice/, 400],
  ['a lock name that is none', 'GET', '/locks/..%2Fx/status', undefined, /lockName is not a name/, 400],
  ['a guest key without start', 'PUT', `${LOCK}/guestKey`, { end_time: window.end_time }, /start_time/, 400],
  ['a start as string', 'PUT', `${LOCK}/guestKey`, { ...window, start_time: '1800000000000' }, /start_time/, 400],
  [
    'seconds for milliseconds',
    'PUT',
    `${LOCK}/guestKey`,
    { ...window, start_time: 1_800_000_000 },
    /not milliseconds/,
    400,
  ],
  [
    'a fraction of a millisecond',
    'PUT',
    `${LOCK}/guestKey`,
    { ...window, start_time: 1_800_000_000_000.5 },
    /start_time/,
    400,
  ],
  ['a field that is not in the table', 'PUT', `${LOCK}/guestKey`, { ...window, lock: 'x' }, /lock/, 400],
  ['a code without one_time', 'POST', `${LOCK}/guestPasswdKey`, window, /one_time/, 400],
  ['one_time true', 'POST', `${LOCK}/guestPasswdKey`, { ...code, one_time: true }, /one_time/, 400],
  [
    'local time without its fields',
    'POST',
    `${LOCK}/guestPasswdKey`,
    { ...code, is_local_time: 1 },
    /local_start_time/,
    400,
  ],
  [
    'a local time that no calendar has',
    'POST',
    `${LOCK}/guestPasswdKey`,
    { ...code, is_local_time: 1, local_start_time: '2702301200', local_end_time: '2703011200' },
    /local_start_time: not a local time/,
    400,
  ],
  ['a cancel without digits', 'PUT', `${LOCK}/guestPasswdKey`, {}, /guest_passwd/, 400],
  ['a cancel with a number', 'PUT', `${LOCK}/guestPasswdKey`, { guest_passwd: 123456 }, /guest_passwd/, 400],
  ['an unlock with a field', 'PUT', `${LOCK}/remoteUnlock`, { now: true }, /now/, 400],
  [
    'an account starting with a digit',
    'POST',
    '/users',
    { user_name: '1a', user_password: 'secret1' },
    /user_name/,
    400,
  ],
  ['an account password of 5', 'POST', '/users', { user_name: 'a', user_password: '12345' }, /user_password/, 400],
]

test.each(rows)('refused and recorded: %s', async (_what, method, path, body, problem, status) => {
  const said = await partner.ask(method, path, body)
  expect(said.status).toBe(status)
  expect(said.json.ack).not.toBe(0)
  const [entry, ...others] = emulator.control.requests.list()
  expect(others).toEqual([])
  expect(entry?.problems.join('; ')).toMatch(problem)
  expect(entry?.answered).toMatchObject({ how: 'answered', status })
  expect(emulator.control.instructions.list()).toEqual([])
})

describe('headers', () => {
  const bearer = () => ({ Authorization: `bearer ${partner.token}` })
  type HeaderRow = [what: string, headers: () => Record<string, string>, problem: RegExp, status: number]
  const headerRows: HeaderRow[] = [
    ['no Content-Type', bearer, /no Content-Type/, 415],
    ['text/plain', () => ({ ...bearer(), 'Content-Type': 'text/plain' }), /text\/plain/, 415],
    ['another charset', () => ({ ...bearer(), 'Content-Type': `${json}; charset=gbk` }), /gbk/, 415],
    ['no bearer', () => ({ 'Content-Type': json }), /no bearer/, 401],
    ['a bare token', () => ({ 'Content-Type': json, Authorization: partner.token }), /not "bearer TOKEN"/, 401],
    ['a foreign token', () => ({ 'Content-Type': json, Authorization: 'bearer abc' }), /not known/, 401],
  ]
  test.each(headerRows)('refused and recorded on GET and PUT: %s', async (_what, headers, problem, status) => {
    for (const [method, path] of [
      ['GET', '/locks'],
      ['PUT', `${LOCK}/remoteUnlock`],
    ] as const) {
      const said = await send(emulator.baseUrl, { method, path, headers: headers() })
      expect(said.status).toBe(status)
      expect(said.json.ack).not.toBe(0)
    }
    const entries = emulator.control.requests.list({ withProblems: true })
    expect(entries).toHaveLength(2)
    for (const entry of entries) expect(entry.problems.join('; ')).toMatch(problem)
    expect(emulator.control.instructions.list()).toEqual([])
  })

  test('a charset of utf-8 and a scheme in capitals are right', async () => {
    const headers = { 'Content-Type': 'application/json; charset=UTF-8', Authorization: `Bearer ${partner.token}` }
    expect((await send(emulator.baseUrl, { method: 'GET', path: '/locks', headers })).status).toBe(200)
    expect(emulator.control.requests.list({ withProblems: true })).toEqual([])
  })
})

test.each([
  ['half a JSON', '{"start_time":'],
  ['a BOM', '\uFEFF{}'],
  ['an array', '[]'],
  ['over 1 MB', JSON.stringify({ start_time: 'x'.repeat(1_100_000) })],
])('refused and recorded: a body that is %s', async (_what, body) => {
  const headers = { 'Content-Type': json, Authorization: `bearer ${partner.token}` }
  const said = await send(emulator.baseUrl, { method: 'PUT', path: `${LOCK}/guestKey`, headers, body })
  expect(said.status).toBeGreaterThanOrEqual(400)
  expect(emulator.control.requests.list({ withProblems: true })).toHaveLength(1)
})

test('every mistake of one request is named, not only the first', async () => {
  await send(emulator.baseUrl, { method: 'POST', path: `${LOCK}/guestPasswdKey`, body: '{"start_time":1}' })
  const problems = emulator.control.requests.list()[0]?.problems.join('; ')
  for (const part of ['Content-Type', 'bearer', 'start_time', 'end_time', 'one_time']) expect(problems).toContain(part)
})

test('passwords are not in the log', async () => {
  const headers = { 'Content-Type': json }
  const wrong = JSON.stringify({ username: 'testserver', password: 'hunter22', device_mac: 'x' })
  const said = await send(emulator.baseUrl, { method: 'POST', path: '/servers/accesstoken', headers, body: wrong })
  expect(said).toMatchObject({ status: 200, json: { ack: 1001 } })
  await partner.ask('POST', '/users', { user_name: 'keeper', user_password: 'hunter22' })
  await send(emulator.baseUrl, { method: 'POST', path: '/servers/accesstoken', headers, body: wrong.slice(0, -1) })
  const log = JSON.stringify(emulator.control.requests.list())
  expect(log).not.toContain('hunter22')
  expect(log).toContain('"password":"***"')
})

test('an unknown lock, gateway or instruction, and a reversed window, are ack ≠ 0 at HTTP 200 and no fault of form', async () => {
  const asked: [string, string, unknown?][] = [
    ['GET', '/locks/MJ999999/status'],
    ['GET', '/gateways/GW999999/status'],
    ['GET', '/instruction?instruction_id=47d8d60a474be71'],
    ['POST', `${LOCK}/guestPasswdKey`, { start_time: window.end_time, end_time: window.start_time, one_time: 0 }],
  ]
  for (const [method, path, body] of asked) {
    const said = await partner.ask(method, path, body)
    expect(said.status).toBe(200)
    expect(said.json.ack).toBeGreaterThan(0)
  }
  expect(emulator.control.requests.list({ withProblems: true })).toEqual([])
})

test('a login may be bound to one device', async () => {
  emulator.control.settings.change({ deviceMac: 'AA:BB' })
  const login = (device_mac: string) =>
    send(emulator.baseUrl, {
      method: 'POST',
      path: '/servers/accesstoken',
      headers: { 'Content-Type': json },
      body: JSON.stringify({ username: 'testserver', password: '123456', device_mac }),
    })
  expect((await login('other')).json.ack).toBe(1002)
  expect((await login('AA:BB')).json.ack).toBe(0)
  emulator.control.settings.change({ deviceMac: null })
})

test('bytes that are no HTTP are recorded, such as the body of a GET without its length', async () => {
  const socket = connect(emulator.port, '127.0.0.1')
  socket.write(`GET /ilocks/api/apps/v1/locks HTTP/1.1\r\nHost: localhost\r\n\r\n{"instruction_id":"47d8d60a474be71"}`)
  for await (const _chunk of socket);
  const problems = emulator.control.requests.list().flatMap((entry) => entry.problems)
  expect(problems.join('; ')).toContain('not HTTP')
})
