import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connectionTo } from '../testing/imitated-lock-server'
import { type Fields, listedAnswers } from '../testing/listed-answers'
import { httpAnswer, startRawServer } from '../testing/raw-server'
import { tell, times } from '../testing/torture'
import { systemClock } from '../time/clock'
import { openUnsavedLockServer } from './client'
import type { CommandOutcome, LockServer } from './contract'
import { isVendorError } from './errors'
import type { HttpAnswer } from './http'
import * as to from './translate'
import { commandOutcome, readAnswer } from './verdict'
import * as wire from './wire'

/**
 * I20: listed answers and random ones to each call, most of these one bite away from a right one. `valid` says in plain
 * code, apart from the client's schemas, what a strictly valid answer is: a success that it does not allow, or another end
 * than the four of the outcome table, fails.
 */
const randomAnswers = times(2_000, 10_000)
const randomOverHttp = times(50, 500)

interface Call {
  kind: 'command' | 'reading'
  right: Fields
  understand: (answer: HttpAnswer) => 'success' | 'refusal' | 'other'
  valid: (body: Fields) => boolean
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown, shape: RegExp) => typeof value === 'string' && shape.test(value)
const whole = (value: unknown): number | null => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null
  if (isText(value, /^-?\d{1,16}$/) || isText(value, /^0[xX][0-9a-fA-F]{1,13}$/)) {
    return Number.isSafeInteger(Number(value)) ? Number(value) : null
  }
  return null
}
const isTime = (value: unknown) => {
  const at = whole(value)
  return at !== null && at >= 0 && at <= 253_402_300_799_999
}
const isSignal = (value: unknown) => {
  if (value === undefined || value === null) return true
  const dbm = whole(value)
  return dbm !== null && dbm <= 0 && dbm >= -200
}
/** The two spellings of R6; both given, they must agree. */
const either = (fields: Fields, one: string, other: string) =>
  other in fields ? (one in fields && fields[one] !== fields[other] ? Number.NaN : fields[other]) : fields[one]
const withInfo = (check: (info: Fields) => boolean) => (body: Fields) => isObject(body.info) && check(body.info)
const everyEntry = (check: (entry: Fields) => boolean) => (body: Fields) =>
  Array.isArray(body.info) && body.info.every((entry) => isObject(entry) && check(entry))

const apiName = /^[A-Za-z0-9_-]{1,64}$/
const instructionId = (info: Fields) => isText(info.s_instruction_id, /^[!-~]{1,128}$/)
const newReading = (info: Fields) =>
  isText(info.s_gateway_name, apiName) &&
  isSignal(info.i_signal) &&
  (isTime(either(info, 'l_last_update_time', 'I_last_update_time')) ||
    (either(info, 'l_last_update_time', 'I_last_update_time') ?? null) === null)
const oldReading = (entry: Fields) =>
  isText(entry.s_gw_id, apiName) &&
  isText(entry.d_scanned_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d/) &&
  Array.isArray(entry.a_devices) &&
  entry.a_devices.every((device) => isObject(device) && isSignal(device.int_signal_strength))
const isEmpty = (info: unknown) =>
  info === null || (Array.isArray(info) && info.length === 0) || (isObject(info) && Object.keys(info).length === 0)

function reading<W, A>(schema: Parameters<typeof readAnswer<W, A>>[1]['schema'], translate: (wire: W) => A) {
  return (answer: HttpAnswer) => {
    try {
      readAnswer(answer, { schema, translate }, ['a secret'])
      return 'success' as const
    } catch (error) {
      if (!isVendorError(error)) throw error
      expect(error.sent).toBe('yes')
      expect((error.vendorMessage ?? '').length).toBeLessThanOrEqual(1_000)
      return error.kind === 'refused' || error.kind === 'token' ? ('refusal' as const) : ('other' as const)
    }
  }
}

function command<W, A>(schema: Parameters<typeof commandOutcome<W, A>>[1]['schema'], translate: (wire: W) => A) {
  return (answer: HttpAnswer) => {
    const { outcome } = commandOutcome(answer, { schema, translate }, ['a secret'])
    expect(outcome).not.toBe('not-sent')
    if (outcome === 'accepted') return 'success' as const
    return outcome === 'rejected' ? ('refusal' as const) : ('other' as const)
  }
}

const tokens = {
  kind: 'reading' as const,
  right: {
    access_token: 'a1',
    refresh_token: 'b2',
    accessToken_expires: 10_800_000,
    refreshToken_expires: '604800000',
  },
  understand: reading(wire.tokensAnswer, to.toTokens),
  valid: (body: Fields) =>
    isText(body.access_token, /^[!-~]{1,2048}$/) &&
    isText(body.refresh_token, /^[!-~]{1,2048}$/) &&
    (whole(body.accessToken_expires) ?? 0) >= 1 &&
    (whole(body.refreshToken_expires) ?? 0) >= 1,
}
const key = {
  kind: 'command' as const,
  right: { info: { s_key_code: '47d8d60a474be711' } },
  understand: command(wire.keyAnswer, to.toKeyCode),
  valid: withInfo((info) => isText(info.s_key_code, /^[!-~]{1,8192}$/)),
}
const instruction = {
  kind: 'command' as const,
  right: { info: { s_instruction_id: '47d8d60a474be71' } },
  understand: command(wire.instructionAnswer, to.toInstructionAccepted),
  valid: withInfo(instructionId),
}

const calls: Record<string, Call> = {
  'login (2.1.1)': tokens,
  'refresh (2.1.2)': tokens,
  'list locks (2.2.1)': {
    kind: 'reading',
    right: { info: [{ s_lock_name: 'MJ000006', s_room_name: '204' }, { s_lock_name: 'MJ000007' }] },
    understand: reading(wire.lockListAnswer, to.toLockList),
    valid: everyEntry(
      ({ s_lock_name, s_room_name }) =>
        isText(s_lock_name, /^[\s\S]{1,10000}$/) &&
        ['string', 'number', 'undefined'].includes(typeof (s_room_name ?? undefined)),
    ),
  },
  'admin key (2.2.2)': key,
  'permanent key (2.2.3)': key,
  'guest key (2.2.4)': key,
  'list gateways (2.3.1)': {
    kind: 'reading',
    right: { info: [{ s_gateway_name: 'GW000001' }] },
    understand: reading(wire.gatewayListAnswer, to.toGatewayList),
    valid: everyEntry(({ s_gateway_name }) => isText(s_gateway_name, /^[\s\S]{1,10000}$/)),
  },
  'gateway status (2.3.2)': {
    kind: 'reading',
    right: { info: { I_last_heart_beat_time: '1499656562651' } },
    understand: reading(wire.gatewayStatusAnswer, to.toGatewayStatus),
    valid: withInfo((info) => isTime(either(info, 'l_last_heart_beat_time', 'I_last_heart_beat_time'))),
  },
  'lock status (2.4.1)': {
    kind: 'reading',
    right: { info: { i_signal: -70, s_gateway_name: 'GW000001', l_last_update_time: 1499656562651 } },
    understand: reading(wire.lockStatusAnswer, to.toLockReadings),
    valid: ({ info }) =>
      isEmpty(info) ||
      (isObject(info) && newReading(info)) ||
      (Array.isArray(info) && info.every((entry) => isObject(entry) && (newReading(entry) || oldReading(entry)))),
  },
  'lock status, older shape (R8)': {
    kind: 'reading',
    right: {
      info: [
        { s_gw_id: 'GW000001', d_scanned_at: '2017-07-10T03:16:02.651Z', a_devices: [{ int_signal_strength: -70 }] },
      ],
    },
    understand: reading(wire.lockStatusAnswer, to.toLockReadings),
    valid: ({ info }) =>
      isEmpty(info) ||
      (isObject(info) && newReading(info)) ||
      (Array.isArray(info) && info.every((entry) => isObject(entry) && (newReading(entry) || oldReading(entry)))),
  },
  'set passcode (2.4.2)': {
    kind: 'command',
    right: { info: { s_instruction_id: '47d8d60a474be71', s_guest_passwd: '012345' } },
    understand: command(wire.passcodeAnswer, to.toPasscodeSet),
    valid: withInfo((info) => instructionId(info) && isText(info.s_guest_passwd, /^[0-9]{1,32}$/)),
  },
  'cancel passcode (2.4.3)': instruction,
  'remote unlock (2.4.4)': instruction,
  'instruction status (2.4.5)': {
    kind: 'reading',
    right: { info: { i_status: '0x01' } },
    understand: reading(wire.instructionStatusAnswer, to.toInstructionStatus),
    valid: withInfo((info) => [1, 2, 3, 4, 5].includes(whole(either(info, 'i_status', 'status')) ?? 0)),
  },
  'create lock keeper (2.5.1)': {
    kind: 'command',
    right: {},
    understand: command(wire.bareAnswer, () => ({})),
    valid: () => true,
  },
}

const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      null,
      '',
      [],
      {},
      false,
      true,
      '0',
      0,
      -0,
      1,
      -1,
      '1',
      '01',
      ' 1',
      '1.0',
      1.5,
      '0x01',
      '0x',
      'é',
      '\u0000',
      '\ud800',
    ],
    ...[1e300, -70, '-70', 70, Number.MAX_SAFE_INTEGER, '99999999999999999999', '../..', 'a b', 'x'.repeat(200), [[]]],
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** A right answer with up to three bites: a field of it, at any depth, taken out, spelt otherwise or given an odd value. */
function bitten(right: Fields): fc.Arbitrary<unknown> {
  const bite = fc.record({ pick: fc.nat(), how: fc.constantFrom('drop', 'odd', 'respell', 'add'), value: oddValue })
  return fc.array(bite, { maxLength: 3 }).map((bites) => {
    const body = structuredClone(right)
    for (const { pick, how, value } of bites) {
      const places = holders(body)
      const place = places[pick % places.length]
      if (!place) continue
      const [holder, name] = place
      const field = holder[name]
      if (how === 'drop' || how === 'respell') delete holder[name]
      if (how === 'odd') holder[name] = value
      const spelling = name.startsWith('l_')
        ? `I_${name.slice(2)}`
        : name.startsWith('I_')
          ? `l_${name.slice(2)}`
          : 'status'
      if (how === 'respell') holder[spelling] = field
      if (how === 'add') holder[spelling] = value
    }
    return body
  })
}

function holders(value: unknown): [Fields, string][] {
  if (Array.isArray(value)) return value.flatMap(holders)
  if (!isObject(value)) return []
  return Object.keys(value).flatMap((name) => [[value, name] as [Fields, string], ...holders(value[name])])
}

function bodies(right: Fields): fc.Arbitrary<Buffer> {
  const text = bitten({ ack: 0, msg: 'succeed', ...right }).map((body) => JSON.stringify(body) ?? '')
  return fc.oneof(
    { weight: 12, arbitrary: text.map((json) => Buffer.from(json)) },
    {
      weight: 1,
      arbitrary: fc.tuple(text, fc.nat()).map(([json, cut]) => Buffer.from(json.slice(0, cut % (json.length + 1)))),
    },
    { weight: 1, arbitrary: text.map((json) => Buffer.from(`\ufeff${json}`)) },
    { weight: 1, arbitrary: fc.jsonValue().map((json) => Buffer.from(JSON.stringify(json))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('<html>no</html>', '', '[[[[', '{"ack":0}{"ack":0}', 'null')
        .map((odd) => Buffer.from(odd)),
    },
  )
}

const statuses = fc.oneof(
  { weight: 8, arbitrary: fc.constant(200) },
  { weight: 3, arbitrary: fc.constantFrom(201, 204, 301, 307, 400, 401, 403, 404, 409, 429, 500, 502, 503) },
)

const colons = (json: string) => json.replace(/"(?:\\.|[^"\\])*"/g, '').split(':').length - 1

function members(json: unknown): number {
  let count = 0
  for (const values = [json]; values.length > 0; ) {
    const value = values.pop()
    if (typeof value !== 'object' || value === null) continue
    const inside = Object.values(value)
    if (!Array.isArray(value)) count += inside.length
    for (const each of inside) values.push(each)
  }
  return count
}

function parsed(body: Buffer): Fields | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    const json: unknown = JSON.parse(text)
    // A name that stands twice is lost by parsing; its colon still stands in the text.
    return isObject(json) && colons(text) === members(json) ? json : null
  } catch {
    return null
  }
}

/** The outcome table of invariants.md, and R4, in plain code. */
function expected(call: Call, status: number, body: Buffer): 'success' | 'refusal' | 'other' {
  if (status === 401 || status === 403) return 'refusal'
  const fields = parsed(body)
  if (fields === null) return 'other'
  const { ack } = fields
  if (status === 200 && (ack === '0' || Object.is(ack, 0))) return call.valid(fields) ? 'success' : 'other'
  const refused = (Number.isSafeInteger(ack) && ack !== 0) || isText(ack, /^-?[1-9]\d{0,14}$/)
  return refused && (status < 300 || (status >= 400 && status < 500)) ? 'refusal' : 'other'
}

function endOf(call: Call, { status, body }: { status: number; body: Buffer }) {
  try {
    return call.understand({ status, body, serverAt: null, answeredMonotonicMs: 0 })
  } catch {
    return 'crash' as const
  }
}

/** How the client tells it: a command by its outcome, a reading by what it throws. */
async function endOfAsking(asking: Promise<unknown>, kind: Call['kind']) {
  try {
    const answer = await asking
    if (kind === 'reading') return 'success'
    const { outcome } = answer as CommandOutcome<unknown>
    return { accepted: 'success', rejected: 'refusal', unknown: 'other', 'not-sent': 'not-sent' }[outcome]
  } catch (error) {
    if (kind === 'command' || !isVendorError(error)) return 'crash'
    return error.kind === 'refused' || error.kind === 'token' ? 'refusal' : error.sent === 'no' ? 'not-sent' : 'other'
  }
}

describe('random answers never crash and count as success only when strictly valid (I20)', () => {
  for (const [name, call] of Object.entries(calls)) {
    test(name, () => {
      const seen = { success: 0, refusal: 0, other: 0 }
      fc.assert(
        fc.property(bodies(call.right), statuses, (body, status) => {
          const end = call.understand({ status, body, serverAt: null, answeredMonotonicMs: 0 })
          seen[end] += 1
          expect(end).toBe(expected(call, status, body))
        }),
        { numRuns: randomAnswers },
      )
      expect(Math.min(seen.success, seen.refusal, seen.other)).toBeGreaterThan(randomAnswers / 100)
      tell('answers', { calls: 1, 'random answers': randomAnswers, crashes: 0, 'false successes': 0 })
    })
  }
})

describe('every listed answer ends as its own words say, and as success only when strictly valid (I20)', () => {
  test('there are 120 and more, each of its own name', () => {
    expect(new Set(listedAnswers.map(({ what }) => what)).size).toBe(listedAnswers.length)
    expect(listedAnswers.length).toBeGreaterThanOrEqual(120)
  })

  for (const [name, call] of Object.entries(calls)) {
    test(name, () => {
      const seen = { crashes: 0, 'false successes': 0 }
      // What the head says is the transport's to read: those answers are given over HTTP below.
      const bare = listedAnswers.filter(({ headers }) => !headers.includes('content-encoding'))
      const wrong = bare.flatMap(({ what, status, end: told, body }) => {
        const bytes = body(call.right)
        const right = expected(call, status, bytes)
        const end = endOf(call, { status, body: bytes })
        if (end === 'crash') seen.crashes += 1
        if (end === 'success' && right !== 'success') seen['false successes'] += 1
        return end === right && (told ?? right) === right ? [] : [{ what, end, right, told }]
      })
      expect(wrong).toEqual([])
      tell('answers', { 'listed answers': bare.length, ...seen })
    })
  }

  test('and over HTTP, to every call of the client: commands are asked once, readings at most twice', async () => {
    let next = listedAnswers[0]!
    let right: Fields = {}
    let asked = 0
    const server = await startRawServer((socket, request) => {
      if (request.startsWith('POST /ilocks/api/apps/v1/servers/accesstoken')) {
        return socket.write(httpAnswer(JSON.stringify({ ack: 0, ...tokens.right })))
      }
      asked += 1
      const body = next.body(right)
      socket.write(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 ${next.status} Odd\r\n${next.headers}content-length: ${body.length}\r\n\r\n`),
          body,
        ]),
      )
    })
    const window = { startsAt: 0, endsAt: 60_000 }
    const asks: [name: string, ask: (to: LockServer) => Promise<unknown>][] = [
      ['list locks (2.2.1)', (to) => to.listLocks()],
      ['admin key (2.2.2)', (to) => to.issueAdminKey('A')],
      ['permanent key (2.2.3)', (to) => to.issuePermanentKey('A')],
      ['guest key (2.2.4)', (to) => to.issueGuestKey({ lockName: 'A', ...window })],
      ['list gateways (2.3.1)', (to) => to.listGateways()],
      ['gateway status (2.3.2)', (to) => to.getGatewayStatus('G')],
      ['lock status (2.4.1)', (to) => to.readLock('A')],
      ['set passcode (2.4.2)', (to) => to.setPasscode({ lockName: 'A', ...window, oneTime: true })],
      ['cancel passcode (2.4.3)', (to) => to.cancelPasscode({ lockName: 'A', digits: '1' })],
      ['remote unlock (2.4.4)', (to) => to.unlock('A')],
      ['instruction status (2.4.5)', (to) => to.getInstructionStatus('1')],
      ['create lock keeper (2.5.1)', (to) => to.createLockKeeper({ name: 'anna', password: 'a long one' })],
    ]
    let told = 0
    for (const [name, ask] of asks) {
      const call = calls[name]!
      const client = openUnsavedLockServer(connectionTo(server.origin), { clock: systemClock })
      const wrong: unknown[] = []
      for (const listed of listedAnswers) {
        next = listed
        right = call.right
        asked = 0
        const body = listed.body(call.right)
        const tooLarge = body.length > 1_048_576
        const packed = listed.headers.includes('content-encoding')
        const should = tooLarge || packed ? 'other' : expected(call, listed.status, body)
        const end = await endOfAsking(ask(client), call.kind)
        if (end !== should || asked > (call.kind === 'command' ? 1 : 2))
          wrong.push({ what: listed.what, end, should, asked })
        told += 1
      }
      expect(wrong, name).toEqual([])
      await client.close()
    }
    tell('answers', { 'listed answers over HTTP': told })
    await server.close()
  })
})

test('and over HTTP: random answers to each command end as one of the four outcomes, each asked once', async () => {
  let next: { status: number; body: Buffer } | null = null
  const server = await startRawServer((socket, request) => {
    if (request.startsWith('POST /ilocks/api/apps/v1/servers/accesstoken')) {
      return socket.write(httpAnswer(JSON.stringify({ ack: 0, ...tokens.right })))
    }
    const { status, body } = next ?? { status: 500, body: Buffer.alloc(0) }
    socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Odd\r\ncontent-length: ${body.length}\r\n\r\n`), body]))
  })
  const client = openUnsavedLockServer(connectionTo(server.origin), { clock: systemClock })
  const window = { startsAt: 0, endsAt: 60_000 }
  const sends: [string, (to: LockServer) => Promise<CommandOutcome<unknown>>][] = [
    ['set passcode (2.4.2)', (to) => to.setPasscode({ lockName: 'A', ...window, oneTime: true })],
    ['cancel passcode (2.4.3)', (to) => to.cancelPasscode({ lockName: 'A', digits: '1' })],
    ['remote unlock (2.4.4)', (to) => to.unlock('A')],
    ['guest key (2.2.4)', (to) => to.issueGuestKey({ lockName: 'A', ...window })],
  ]
  const words = { success: 'accepted', refusal: 'rejected', other: 'unknown' }
  for (const [name, send] of sends) {
    const call = calls[name]!
    await fc.assert(
      fc.asyncProperty(bodies(call.right), statuses, async (body, status) => {
        // This one has no body in HTTP: what follows the head would be another answer.
        next = { status, body: status === 204 ? Buffer.alloc(0) : body }
        const before = server.requests.filter((request) => !request.includes('accesstoken')).length
        const { outcome } = await send(client)
        expect(outcome).toBe(words[expected(call, next.status, next.body)])
        expect(server.requests.filter((request) => !request.includes('accesstoken')).length).toBe(before + 1)
      }),
      { numRuns: randomOverHttp },
    )
  }
  tell('answers', { 'random answers over HTTP': sends.length * randomOverHttp })
  await client.close()
  await server.close()
})

test('depth does not matter: half a million brackets are not JSON, and a hundred thousand levels are read', () => {
  const answer = (text: string) => ({ status: 200, body: Buffer.from(text), serverAt: null, answeredMonotonicMs: 0 })
  const { understand } = calls['set passcode (2.4.2)']!
  expect(understand(answer('['.repeat(500_000)))).toBe('other')
  expect(understand(answer('{"a":'.repeat(200_000)))).toBe('other')
  expect(understand(answer(`{"ack":0,"info":${'['.repeat(100_000)}${']'.repeat(100_000)}}`))).toBe('other')
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},"ack":0,"info":{"s_instruction_id":"1","s_guest_passwd":"1"}}`
  expect(understand(answer(deep))).toBe('success')
})

test('a megabyte of devices or gateways in one answer is read', () => {
  const { understand } = calls['lock status, older shape (R8)']!
  const devices = `{"ack":0,"info":[{"s_gw_id":"G","d_scanned_at":"2017-07-10T03:16:02Z","a_devices":[${'{},'.repeat(300_000)}{}]}]}`
  expect(understand({ status: 200, body: Buffer.from(devices), serverAt: null, answeredMonotonicMs: 0 })).toBe(
    'success',
  )
})
