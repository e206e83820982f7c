import { afterEach, describe, expect, test } from 'vitest'
import { connectionTo, type EmulatorOptions, startLockServer, vendorFailure } from '../testing/imitated-lock-server'
import { httpAnswer, startRawServer } from '../testing/raw-server'
import { systemClock } from '../time/clock'
import { openUnsavedLockServer } from './client'
import type { CommandOutcome, LockServer, LockServerConnection } from './contract'
import type { Limits } from './limits'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

type Start = { settings?: Partial<LockServerConnection>; limits?: Partial<Limits>; emulator?: EmulatorOptions }

const quick: Partial<Limits> = { answerMs: 1_000 }
const lockName = 'MJ000101'
const minuteMs = 60_000

async function start({ settings, limits, emulator: options }: Start = {}) {
  const { emulator, control, connection } = await startLockServer(options)
  const server = openUnsavedLockServer({ ...connection, ...settings }, { clock: systemClock, limits })
  opened.push(emulator, server)
  return { emulator, control, server }
}

const window = { startsAt: 1_800_000_030_000, endsAt: 1_800_086_400_001 }
const commands: Record<string, (server: LockServer) => Promise<CommandOutcome<unknown>>> = {
  'set-passcode': (server) => server.setPasscode({ lockName, ...window, oneTime: false }),
  'cancel-passcode': (server) => server.cancelPasscode({ lockName, digits: '271828' }),
  'remote-unlock': (server) => server.unlock(lockName),
  'guest-key': (server) => server.issueGuestKey({ lockName, ...window }),
  'permanent-key': (server) => server.issuePermanentKey(lockName),
  'admin-key': (server) => server.issueAdminKey(lockName),
  'create-account': (server) => server.createLockKeeper({ name: 'keeper1', password: 'secret1' }),
}
const granting = ['set-passcode', 'remote-unlock', 'guest-key', 'permanent-key', 'admin-key', 'create-account']

describe('every call, in both path styles (R2), over http and over TLS, with nothing for a strict server to complain of', () => {
  const styles: Start[] = [
    {},
    { settings: { pathStyle: 'servers' }, emulator: { settings: { pathStyle: 'servers' } } },
    {
      settings: { pathStyle: 'servers', account: 'lock-264-17' },
      emulator: { settings: { pathStyle: 'servers' } },
    },
    { emulator: { tls: true } },
  ]
  test.each(styles)('%j', async (how) => {
    const { server, control } = await start(how)
    const { locks } = (await server.listLocks()).answer
    expect(locks.length).toBeGreaterThanOrEqual(48)
    expect(locks.find((lock) => lock.name === lockName)).toEqual({ name: lockName, roomName: '101' })
    const { gateways } = (await server.listGateways()).answer
    expect(gateways).toHaveLength(6)
    const heartbeat = await server.getGatewayStatus(gateways[0]!.name)
    expect(heartbeat.answer.lastHeartbeatAt).toBeTypeOf('number')
    expect(heartbeat.serverAt).toBeTypeOf('number')
    const readings = (await server.readLock(lockName)).answer
    expect(readings[0]).toMatchObject({ gatewayName: expect.stringMatching(/^GW/), heardAt: expect.any(Number) })
    expect(readings[0]!.signalDbm).toBeLessThan(0)
    const key = { outcome: 'accepted', answer: { keyCode: expect.stringMatching(/^[0-9a-f]{100,}$/) } }
    expect(await server.issueAdminKey(lockName)).toMatchObject(key)
    expect(await server.issuePermanentKey(lockName)).toMatchObject(key)

    const set = await server.setPasscode({ lockName, ...window, oneTime: true })
    if (set.outcome !== 'accepted') throw new Error(JSON.stringify(set))
    expect(set.answer.digits).toMatch(/^\d{6}$/)
    expect((await server.getInstructionStatus(set.answer.vendorInstructionId)).answer).toBe(3)
    const cancel = await server.cancelPasscode({ lockName, digits: set.answer.digits })
    expect(cancel.outcome).toBe('accepted')
    expect((await server.unlock(lockName)).outcome).toBe('accepted')
    expect(await server.issueGuestKey({ lockName, ...window })).toMatchObject({ outcome: 'accepted' })
    expect(await server.createLockKeeper({ name: 'keeper1', password: 'secret1' })).toMatchObject({
      outcome: 'accepted',
    })
    await server.login()
    expect(control.requests.list({ withProblems: true })).toEqual([])
    expect(control.requests.counts()).toMatchObject({ login: 1, 'set-passcode': 1, 'remote-unlock': 1 })
  })

  test('the wrong path style, or an account that does not exist, fails in words and not as an empty list', async () => {
    const { server } = await start({ settings: { pathStyle: 'servers' } })
    const error = await vendorFailure(server.listLocks())
    expect(error).toMatchObject({ sent: 'yes', kind: expect.stringMatching(/^(refused|http-status)$/) })
    const other = await start({
      settings: { pathStyle: 'servers', account: 'nobody' },
      emulator: { settings: { pathStyle: 'servers' } },
    })
    expect(await vendorFailure(other.server.listLocks())).toMatchObject({ kind: 'refused' })
  })
})

test('the shapes of the field are read like the printed ones (R5, R6, R8)', async () => {
  const shapes = [
    {},
    { lockStatusShape: 'array' },
    { lockStatusShape: 'scans' },
    {
      numbersAsStrings: true,
      ackAsString: true,
      statusAsHex: true,
      longPrefix: 'I',
      statusField: 'status',
      language: 'chinese',
    },
  ] as const
  for (const settings of shapes) {
    const { server, control } = await start({ emulator: { settings: { ...settings }, startAt: 1_790_000_000_000 } })
    const hearing = control.locks.get(lockName).heardBy.length
    const readings = (await server.readLock(lockName)).answer
    expect(readings).toHaveLength('lockStatusShape' in settings ? hearing : 1)
    for (const reading of readings) {
      expect(reading.signalDbm).toBeLessThan(0)
      expect(Math.abs((reading.heardAt ?? 0) - 1_790_000_000_000)).toBeLessThan(120_000)
    }
    const { lastHeartbeatAt } = (await server.getGatewayStatus(readings[0]!.gatewayName)).answer
    expect(Math.abs((lastHeartbeatAt ?? 0) - 1_790_000_000_000)).toBeLessThan(120_000)
    const unlock = await server.unlock(lockName)
    if (unlock.outcome !== 'accepted') throw new Error(JSON.stringify(unlock))
    expect((await server.getInstructionStatus(unlock.answer.vendorInstructionId)).answer).toBe(3)
  }
})

describe('R12, R13, R3: what is sent', () => {
  const bodyOf = async (settings: Partial<LockServerConnection>, oneTime: boolean) => {
    const { server, control } = await start({ settings })
    await server.setPasscode({ lockName, ...window, oneTime })
    return control.requests.list({ call: 'set-passcode' })[0]!.body
  }

  test('a window is widened to whole minutes, in milliseconds', async () => {
    expect(await bodyOf({}, false)).toEqual({
      start_time: 1_800_000_000_000,
      end_time: 1_800_086_400_000 + minuteMs,
      is_local_time: 0,
      one_time: 0,
    })
  })

  test('and also in local minutes where the locks run on local time', async () => {
    expect(await bodyOf({ lockClocks: { kind: 'local', timeZone: 'Asia/Shanghai' } }, true)).toEqual({
      start_time: 1_800_000_000_000,
      end_time: 1_800_086_460_000,
      is_local_time: 1,
      local_start_time: '2701151600',
      local_end_time: '2701161601',
      one_time: 1,
    })
  })

  test('what the API could not take is not sent, whoever asks for it', async () => {
    const { server, control } = await start()
    await server.login()
    const before = control.requests.counts()
    for (const name of ['', '../x', 'a b', 'a/b', 'MJ%2e', '锁', 'x'.repeat(65), 'a\u0000', '.', 'a?b']) {
      expect(await server.unlock(name)).toMatchObject({ outcome: 'not-sent', reason: 'not-askable' })
      expect(await vendorFailure(server.readLock(name))).toMatchObject({ kind: 'not-askable', sent: 'no' })
      expect(await vendorFailure(server.getGatewayStatus(name))).toMatchObject({ kind: 'not-askable', sent: 'no' })
    }
    for (const [startsAt, endsAt] of [
      [2, 1],
      [1, 1],
      [Number.NaN, 5],
      [0, Number.POSITIVE_INFINITY],
      [-5, 5],
      [0.5, 2],
    ] as const) {
      expect(await server.setPasscode({ lockName, startsAt, endsAt, oneTime: false })).toMatchObject({
        outcome: 'not-sent',
      })
      expect(await server.issueGuestKey({ lockName, startsAt, endsAt })).toMatchObject({ outcome: 'not-sent' })
    }
    for (const digits of ['', '12 34', '1'.repeat(33), '１２３４']) {
      expect(await server.cancelPasscode({ lockName, digits })).toMatchObject({ outcome: 'not-sent' })
    }
    for (const [name, password] of [
      ['1abc', 'secret1'],
      ['abc', 'short'],
      ['', 'secret1'],
      ['a b', 'secret1'],
    ] as const) {
      expect(await server.createLockKeeper({ name, password })).toMatchObject({ outcome: 'not-sent' })
    }
    expect(await vendorFailure(server.getInstructionStatus('a b'))).toMatchObject({ kind: 'not-askable' })
    expect(control.requests.counts()).toEqual(before)
  })

  test('R16: the callback address goes with the login when it is https or loopback, else not at all', async () => {
    const sent = async (callbackAddress: string | null) => {
      const { server, control } = await start({ settings: { callbackAddress } })
      await server.login()
      return control.tokens.callbackAddress()
    }
    expect(await sent('https://hotel.example/api/lock-server/aurora/x')).toContain('hotel.example')
    expect(await sent('http://127.0.0.1:3000/api')).toContain('127.0.0.1')
    expect(await sent('http://hotel.example/api')).toBeNull()
    expect(await sent('10.10.10.10:8080')).toBeNull()
    expect(await sent(null)).toBeNull()
  })
})

describe('I20: every wrong answer × every command ends as the outcome table says, and is seen once', () => {
  const ends: Record<string, { outcome: string; reason: string }> = {
    hang: { outcome: 'unknown', reason: 'timeout' },
    drip: { outcome: 'unknown', reason: 'timeout' },
    'reset-before': { outcome: 'unknown', reason: 'reset' },
    'reset-after': { outcome: 'unknown', reason: 'reset' },
    'status-500-html': { outcome: 'unknown', reason: 'http-status' },
    redirect: { outcome: 'unknown', reason: 'http-status' },
    truncated: { outcome: 'unknown', reason: 'reset' },
    empty: { outcome: 'unknown', reason: 'not-json' },
    'ack-nonzero': { outcome: 'rejected', reason: 'refused' },
    'not-json': { outcome: 'unknown', reason: 'not-json' },
    'missing-field': { outcome: 'unknown', reason: 'malformed' },
    huge: { outcome: 'unknown', reason: 'too-large' },
    'gzip-bomb': { outcome: 'unknown', reason: 'encoded' },
    bom: { outcome: 'unknown', reason: 'not-json' },
  }
  test.each(Object.entries(ends))('%s', async (kind, end) => {
    const { server, control } = await start({ limits: end.reason === 'timeout' ? quick : {} })
    await server.login()
    control.requests.clear()
    // Creating an account has no field of its own: the one left out would be `msg`, which carries nothing (R6).
    const asked = Object.keys(commands).filter((call) => kind !== 'missing-field' || call !== 'create-account')
    for (const call of asked) control.wrongAnswers.order({ kind: kind as 'hang', call })
    const outcomes = await Promise.all(asked.map((call) => commands[call]!(server)))
    for (const [index, outcome] of outcomes.entries()) expect(outcome, asked[index]).toMatchObject(end)
    expect(control.requests.counts()).toEqual(Object.fromEntries(asked.map((call) => [call, 1])))
  })

  test('and one that the Lock Server answers wrongly although it acted is never told as not sent', async () => {
    const { server, control } = await start()
    await server.login()
    for (const call of granting) {
      control.wrongAnswers.order({ kind: 'reset-after', call })
      expect(await commands[call]!(server)).toMatchObject({ outcome: 'unknown' })
    }
  })

  const answers: [status: number, body: string, end: { outcome: string; reason?: string }][] = [
    [200, '{"ack":401,"msg":"invalid token"}', { outcome: 'rejected', reason: 'token' }],
    [200, '{"ack":9,"msg":"令牌已过期"}', { outcome: 'rejected', reason: 'token' }],
    [200, '{"ack":"9","msg":"参数无效"}', { outcome: 'rejected', reason: 'token' }],
    [200, '{"ack":-3,"msg":"系统繁忙"}', { outcome: 'rejected', reason: 'refused' }],
    [401, '<html>', { outcome: 'rejected', reason: 'token' }],
    [403, '', { outcome: 'rejected', reason: 'token' }],
    [400, '{"ack":4,"msg":"no such lock"}', { outcome: 'rejected', reason: 'refused' }],
    [404, 'not found', { outcome: 'unknown', reason: 'http-status' }],
    [502, '{"ack":4}', { outcome: 'unknown', reason: 'http-status' }],
    [201, '{"ack":0,"info":{"s_instruction_id":"1"}}', { outcome: 'unknown', reason: 'http-status' }],
    [200, '{"ack":null,"info":{"s_instruction_id":"1"}}', { outcome: 'unknown', reason: 'malformed' }],
    [200, '{"ack":"","info":{"s_instruction_id":"1"}}', { outcome: 'unknown', reason: 'malformed' }],
    [200, '{"ack":[],"info":{"s_instruction_id":"1"}}', { outcome: 'unknown', reason: 'malformed' }],
    [200, '{"ack":false,"info":{"s_instruction_id":"1"}}', { outcome: 'unknown', reason: 'malformed' }],
    [200, '{"info":{"s_instruction_id":"1"}}', { outcome: 'unknown', reason: 'malformed' }],
    [200, '{"ack":1.5,"info":{"s_instruction_id":"1"}}', { outcome: 'unknown', reason: 'malformed' }],
    [200, '[{"ack":0}]', { outcome: 'unknown', reason: 'malformed' }],
    [200, '{"ack":0,"info":{"s_instruction_id":47}}', { outcome: 'unknown', reason: 'malformed' }],
    [200, '{"ack":"0","info":{"s_instruction_id":"47"}}', { outcome: 'accepted' }],
  ]
  test.each(answers)('R4, R11: HTTP %d with %s', async (status, body, end) => {
    const { server, control } = await start()
    control.wrongAnswers.order({ kind: 'custom', call: 'remote-unlock', status, body })
    expect(await server.unlock(lockName)).toMatchObject(end)
    expect(control.requests.counts()).toEqual({ login: 1, 'remote-unlock': 1 })
  })

  test('the vendor’s message is kept, one line of at most 500 characters, without the secrets of the call', async () => {
    const { server, control } = await start()
    await server.login()
    const token = control.tokens.liveAccess()[0]!
    const say = async (msg: string) => {
      control.wrongAnswers.order({ kind: 'ack-nonzero', msg })
      const outcome = await server.cancelPasscode({ lockName, digits: '271828' })
      return outcome.outcome === 'rejected' ? outcome.vendorMessage : null
    }
    expect(await say('系统繁忙')).toBe('系统繁忙')
    expect(await say(`no code 271828 for ${token}!`)).toBe('no code … for …!')
    expect(await say(`a\u0000b\r\nc\u202ed\ud83d`)).toBe('a b c d')
    expect(Array.from((await say('🔑'.repeat(5_000)))!)).toHaveLength(500)
    expect(await say('<script>alert(1)</script>')).toBe('<script>alert(1)</script>')
    expect(await say('  ')).toBeNull()
  })
})

describe('not sent, and why', () => {
  test('a wrong password: in words, commands wait for nothing and nothing but logins is asked', async () => {
    const { server, control } = await start({ settings: { password: 'wrong-password' } })
    const error = await vendorFailure(server.listLocks())
    expect(error).toMatchObject({ kind: 'signed-out', sent: 'no', because: 'refused' })
    expect(error.vendorMessage).toBe('wrong user name or password')
    expect(await vendorFailure(server.login())).toMatchObject({ kind: 'refused', sent: 'yes' })
    expect(JSON.stringify({ ...error, text: error.message })).not.toContain('wrong-password')
    expect(await server.unlock(lockName)).toMatchObject({ outcome: 'not-sent', reason: 'signed-out' })
    expect(Object.keys(control.requests.counts())).toEqual(['login'])
  })

  test('a Lock Server that refuses connections', async () => {
    const { server, control } = await start()
    await server.login()
    await control.network.setOutage('refused')
    expect(await server.unlock(lockName)).toMatchObject({ outcome: 'not-sent', reason: 'unreachable' })
    expect(await vendorFailure(server.readLock(lockName))).toMatchObject({
      kind: expect.stringMatching(/unreachable|reset/),
    })
  })

  test('I22: a certificate that was changed under us, told with what is wrong with it', async () => {
    const { server, control } = await start({ emulator: { tls: true } })
    await server.login()
    await control.certificate.swap({})
    expect(await server.unlock(lockName)).toMatchObject({
      outcome: 'not-sent',
      reason: 'certificate',
      certificate: 'not-the-pinned-one',
    })
    expect(await vendorFailure(server.readLock(lockName))).toMatchObject({ kind: 'certificate' })
    expect(control.requests.counts()).toEqual({ login: 1 })
  })

  test('its turn did not come while other commands hang', async () => {
    const { server, control } = await start({ limits: { calls: 1, readings: 1, answerMs: 1_500 } })
    await server.login()
    control.wrongAnswers.order({ kind: 'hang', call: 'remote-unlock' })
    const hanging = server.unlock(lockName)
    expect(await server.unlock(lockName, { turnMs: 50 })).toMatchObject({ outcome: 'not-sent', reason: 'no-turn' })
    expect(await hanging).toMatchObject({ outcome: 'unknown', reason: 'timeout' })
    expect(control.requests.counts()).toEqual({ login: 1, 'remote-unlock': 1 })
  })

  test('a signal stops the waiting; it stops nothing that was sent', async () => {
    const { server, control } = await start()
    const stop = new AbortController()
    control.network.setLatency('remote-unlock', 150)
    await server.login()
    const unlocking = server.unlock(lockName, { signal: stop.signal })
    await expect.poll(() => control.requests.counts()['remote-unlock']).toBe(1)
    stop.abort()
    expect((await unlocking).outcome).toBe('accepted')
    expect(await server.unlock(lockName, { signal: stop.signal })).toMatchObject({
      outcome: 'not-sent',
      reason: 'aborted',
    })
  })

  test('an address that is none is refused when the client is opened', () => {
    for (const baseUrl of [
      '',
      'lock-server',
      'ftp://host',
      'https://user:word@host',
      'https://host/path',
      'https://host?x',
    ]) {
      expect(() => openUnsavedLockServer(connectionTo(baseUrl), { clock: systemClock })).toThrow('the address is none')
    }
    for (const prefix of ['ilocks', '/a/../b', '/a/', '/a b', '/a?b', '/a#b', '/a%2f']) {
      expect(() => openUnsavedLockServer(connectionTo('http://host', { prefix }), { clock: systemClock })).toThrow()
    }
  })
})

test('lists: hostile names are told apart, doubles are listed once, one broken entry breaks the answer', async () => {
  const server = await startRawServer((socket, request) => {
    if (request.startsWith('POST')) {
      socket.write(
        httpAnswer('{"ack":0,"access_token":"a","refresh_token":"b","accessToken_expires":1,"refreshToken_expires":1}'),
      )
    } else socket.write(httpAnswer(JSON.stringify({ ack: 0, info })))
  })
  const client = openUnsavedLockServer(connectionTo(server.origin), { clock: systemClock })
  opened.push(server, client)
  let info: unknown = [
    { s_lock_name: 'A1', s_room_name: ' 204\u0000 ' },
    { s_lock_name: 'A1', s_room_name: '205' },
    { s_lock_name: 'A2', s_room_name: 7 },
    { s_lock_name: 'A3', s_room_name: '' },
    { s_lock_name: '../etc', s_room_name: null },
    { s_lock_name: '<script>' },
  ]
  expect((await client.listLocks()).answer).toEqual({
    locks: [{ name: 'A1', roomName: '204' }, { name: 'A2', roomName: '7' }, { name: 'A3' }],
    unusable: ['../etc', '<script>'],
  })
  info = [{ s_lock_name: 'A1' }, { s_lock_name: 7 }]
  expect(await vendorFailure(client.listLocks())).toMatchObject({ kind: 'malformed', sent: 'yes' })
  info = { s_lock_name: 'A1' }
  expect(await vendorFailure(client.listLocks())).toMatchObject({ kind: 'malformed' })
})
