import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn, type Partner, send } from './testing/partner'

let emulator: Emulator
let partner: Partner
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual', startAt: 1_800_000_000_000 })
})
beforeEach(async () => {
  await emulator.control.reset()
  partner = await logIn(emulator)
})
afterAll(() => emulator.close())

const statusOf = async (path: string) => (await partner.ask('GET', path)).status

test('each path style is spoken alone, and both by setting (R2)', async () => {
  const documented = [
    '/locks',
    '/gateways',
    '/locks/MJ000101/status',
    '/gateways/GW000001/status',
    '/locks/MJ000101/adminKey',
  ]
  const servers = documented.map((path) => `/servers${path}`)
  const accounts = ['/servers/lock-264-17/locks', '/servers/lock-264-17/gateways']
  const expected = { documented: [200, 404], servers: [404, 200], both: [200, 200] } as const
  for (const [pathStyle, [first, second]] of Object.entries(expected)) {
    emulator.control.settings.change({ pathStyle: pathStyle as keyof typeof expected })
    for (const path of documented) expect([pathStyle, path, await statusOf(path)]).toEqual([pathStyle, path, first])
    for (const path of [...servers, ...accounts]) {
      expect([pathStyle, path, await statusOf(path)]).toEqual([pathStyle, path, second])
    }
    expect((await logIn(emulator)).token).toMatch(/^[0-9a-f]{48}$/)
  }
  expect((await partner.ask('GET', '/servers/nobody/locks')).json.ack).toBe(1003)
})

test('every call of the documented style has its twin below /servers', async () => {
  emulator.control.settings.change({ pathStyle: 'servers' })
  const window = { start_time: 1_800_000_000_000, end_time: 1_800_003_600_000 }
  const set = await partner.info('POST', '/servers/locks/MJ000101/guestPasswdKey', { ...window, one_time: 0 })
  await partner.info('PUT', '/servers/locks/MJ000101/guestKey', window)
  await partner.info('PUT', '/servers/locks/MJ000101/guestPasswdKey', { guest_passwd: set.s_guest_passwd })
  await partner.info('PUT', '/servers/locks/MJ000101/remoteUnlock')
  await partner.info('GET', `/servers/instruction?instruction_id=${set.s_instruction_id}`)
  await partner.info('GET', '/servers/locks/MJ000101/permanentKey')
  expect((await partner.ask('POST', '/servers/users', { user_name: 'k', user_password: '123456' })).json.ack).toBe(0)
})

test('numbers, ack and statuses as strings where the settings say so; passcodes always (R5)', async () => {
  emulator.control.settings.change({
    numbersAsStrings: true,
    ackAsString: true,
    statusAsHex: true,
    statusField: 'status',
  })
  const lock = await partner.ask('GET', '/locks/MJ000101/status')
  expect(lock.json).toMatchObject({
    ack: '0',
    info: { i_signal: expect.stringMatching(/^-\d+$/), l_last_update_time: expect.stringMatching(/^\d{13}$/) },
  })
  const gateway = await partner.ask('GET', '/gateways/GW000001/status')
  expect(gateway.json.info).toEqual({ l_last_heart_beat_time: expect.stringMatching(/^\d{13}$/) })
  const unlock = (await partner.ask('PUT', '/locks/MJ000101/remoteUnlock')).json.info as Record<string, string>
  const status = await partner.ask('GET', `/instruction?instruction_id=${unlock.s_instruction_id}`)
  expect(status.json.info).toEqual({ status: '0x03' })
  const login = await send(emulator.baseUrl, {
    method: 'POST',
    path: '/servers/accesstoken',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'testserver', password: '123456', device_mac: 'x' }),
  })
  expect(login.json).toMatchObject({ ack: '0', accessToken_expires: '10800000' })
})

test('lock status in its three shapes, strongest gateway first; never heard is empty in each (R8)', async () => {
  emulator.control.locks.add({ name: 'XX000001' })
  const status = (lock: string) => partner.info('GET', `/locks/${lock}/status`)
  const one = await status('MJ000211')
  expect(one).toMatchObject({ i_signal: expect.any(Number), s_gateway_name: expect.stringMatching(/^GW/) })
  expect(await status('XX000001')).toEqual({})
  emulator.control.settings.change({ lockStatusShape: 'array' })
  const several = (await status('MJ000211')) as unknown as Record<string, number | string>[]
  expect(several).toHaveLength(3)
  expect(several[0]).toEqual(one)
  const signals = several.map((entry) => Number(entry.i_signal))
  expect(signals).toEqual([...signals].sort((a, b) => b - a))
  expect(await status('XX000001')).toEqual([])
  emulator.control.settings.change({ lockStatusShape: 'scans' })
  expect(await status('MJ000211')).toEqual(
    several.map((entry) => ({
      s_gw_id: entry.s_gateway_name,
      d_scanned_at: new Date(Number(entry.l_last_update_time)).toISOString(),
      a_devices: [{ int_signal_strength: entry.i_signal }],
    })),
  )
  expect(await status('XX000001')).toEqual([])
})

test('room names come with the list unless switched off, and can be changed (R7)', async () => {
  const list = async () => (await partner.info('GET', '/locks')) as unknown as Record<string, string>[]
  expect((await list())[15]).toEqual({ s_lock_name: 'MJ000204', s_room_name: '204' })
  emulator.control.locks.change('MJ000204', { roomName: '204a' })
  expect((await list())[15]).toEqual({ s_lock_name: 'MJ000204', s_room_name: '204a' })
  expect(emulator.control.locks.get('MJ000204').door).toBe('Room 204a')
  emulator.control.settings.change({ roomNames: false })
  expect((await list())[15]).toEqual({ s_lock_name: 'MJ000204' })
})

test('msg is Chinese and a dead token HTTP 200 with ack 401 where the settings say so (R6, R11)', async () => {
  emulator.control.settings.change({ language: 'chinese', deadToken: 'ack-401' })
  expect((await partner.ask('GET', '/locks')).json.msg).toBe('成功')
  emulator.control.tokens.expire('access')
  const said = await partner.ask('PUT', '/locks/MJ000101/remoteUnlock')
  expect(said).toMatchObject({ status: 200, json: { ack: 401, msg: '令牌已过期' } })
  emulator.control.settings.change({ deadToken: 'http-401', language: 'english' })
  expect(await partner.ask('GET', '/locks')).toMatchObject({ status: 401, json: { ack: 401, msg: 'token expired' } })
})

test('the Date header is the emulator’s clock', async () => {
  emulator.control.clock.set(Date.UTC(2031, 0, 2, 3, 4, 5))
  expect((await (await logIn(emulator)).ask('GET', '/locks')).headers.date).toBe('Thu, 02 Jan 2031 03:04:05 GMT')
})

test('heartbeats beat, stop while a gateway has no contact, and are at once there when it returns', async () => {
  const beat = async () => Number((await partner.info('GET', '/gateways/GW000003/status')).l_last_heart_beat_time)
  const now = () => emulator.control.clock.now()
  const heard = async () => Number((await partner.info('GET', '/locks/MJ000303/status')).l_last_update_time)
  for (let i = 0; i < 5; i++) {
    emulator.control.clock.advance(7_000)
    expect(now() - (await beat())).toBeLessThan(5_000)
    expect(await beat()).toBeLessThanOrEqual(now())
  }
  emulator.control.gateways.setContact('GW000003', false)
  const [lastBeat, lastHeard] = [await beat(), await heard()]
  emulator.control.clock.advance(600_000)
  expect([await beat(), await heard()]).toEqual([lastBeat, lastHeard])
  emulator.control.gateways.setContact('GW000003', true)
  expect([await beat(), await heard()]).toEqual([now(), now()])
  emulator.control.gateways.setClockOffset('GW000003', 600_000)
  expect(await beat()).toBe(now() + 600_000)
})

test('signals wander within their bounds, and not at all when told so', async () => {
  emulator.control.settings.change({ accessTokenMs: 86_400_000 })
  partner = await logIn(emulator)
  const signal = async () => Number((await partner.info('GET', '/locks/MJ000303/status')).i_signal)
  const seen = new Set<number>()
  for (let i = 0; i < 30; i++) {
    emulator.control.clock.advance(9 * 60_000)
    seen.add(await signal())
  }
  expect(seen.size).toBeGreaterThan(2)
  expect(Math.max(...seen) - Math.min(...seen)).toBeLessThanOrEqual(8)
  emulator.control.settings.change({ signalWanderDb: 0 })
  const steady = await signal()
  emulator.control.clock.advance(3_600_000)
  expect(await signal()).toBe(steady)
})
