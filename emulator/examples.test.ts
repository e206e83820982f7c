import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn, type Partner, send } from './testing/partner'

// The examples of the vendor's specification, literally. Where the document's text is not JSON (a missing bracket or
// comma, a line broken inside a string) or contradicts its own table, it is mended, and the mend is named.

const AT = 1499656562651
let emulator: Emulator
let partner: Partner

beforeAll(async () => {
  emulator = await startEmulator({
    clock: 'manual',
    startAt: AT,
    hotel: 'empty',
    settings: { heartbeatMs: 1, lockReportMs: 1, signalWanderDb: 0, roomNames: false, instructionMedianMs: 1000 },
  })
})
beforeEach(async () => {
  emulator.control.seed('empty')
  emulator.control.gateways.add('GW000001')
  for (const name of ['MJ000006', 'UL000001']) emulator.control.locks.add({ name, heardBy: { GW000001: -70 } })
  partner = await logIn(emulator)
})
afterAll(() => emulator.close())

const hex = (length: number) => expect.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))

test('2.1.1 login: the example answers the fields of the example, in its order and of its lengths', async () => {
  const said = await send(emulator.baseUrl, {
    method: 'POST',
    path: '/servers/accesstoken',
    headers: { 'Content-type': 'application/json' },
    body: `{
    "password":"123456",
    "device_mac":"Server",
    "username":"testserver",
    "callback_address":"10.10.10.10:8080"
}`,
  })
  const { access_token, refresh_token } = said.json
  expect(access_token).toEqual(hex(48))
  expect(refresh_token).toEqual(hex(48))
  expect(said.text).toBe(
    JSON.stringify({
      ack: 0,
      msg: 'succeed',
      access_token,
      refresh_token,
      accessToken_expires: 10800000,
      refreshToken_expires: 604800000,
    }),
  )
  expect(emulator.control.tokens.callbackAddress()).toBe('10.10.10.10:8080')
})

test('2.1.2 refresh: the table’s one parameter answers new tokens (the document has no example)', async () => {
  const said = await send(emulator.baseUrl, {
    method: 'PUT',
    path: '/servers/accesstoken',
    headers: { 'Content-type': 'application/json' },
    body: JSON.stringify({ refresh_token: partner.refreshToken }),
  })
  expect(said.json).toEqual({
    ack: 0,
    msg: 'succeed',
    access_token: hex(48),
    refresh_token: hex(48),
    accessToken_expires: 10800000,
    refreshToken_expires: 604800000,
  })
})

test('2.2.1 all locks (mended: the example lacks its closing brackets)', async () => {
  const said = await partner.ask('GET', '/locks')
  expect(said.text).toBe('{"ack":0,"msg":"succeed","info":[{"s_lock_name":"MJ000006"},{"s_lock_name":"UL000001"}]}')
})

test('2.2.2 and 2.2.3 admin and permanent key: encrypted, the same at every call, and not each other', async () => {
  const admin = await partner.ask('GET', '/locks/MJ000006/adminKey')
  const permanent = await partner.ask('GET', '/locks/MJ000006/permanentKey')
  for (const { json } of [admin, permanent]) {
    expect(json).toEqual({ ack: 0, msg: 'succeed', info: { s_key_code: expect.stringMatching(/^[0-9a-f]{300,}$/) } })
  }
  expect(admin.text).not.toBe(permanent.text)
  expect((await partner.ask('GET', '/locks/MJ000006/adminKey')).text).toBe(admin.text)
})

test('2.2.4 guest key: the example’s window (of 2017) is taken', async () => {
  const said = await partner.ask('PUT', '/locks/MJ000006/guestKey', {
    end_time: 1499658493401,
    start_time: 1499654893401,
  })
  expect(said.json).toEqual({ ack: 0, msg: 'succeed', info: { s_key_code: expect.stringMatching(/^[0-9a-f]{384}$/) } })
})

test('2.3.1 all gateways (mended: the example lacks its closing bracket)', async () => {
  const said = await partner.ask('GET', '/gateways')
  expect(said.text).toBe('{"ack":0,"msg":"succeed","info":[{"s_gateway_name":"GW000001"}]}')
})

test('2.3.2 gateway status: literally, with the scan’s I_ where the settings say so', async () => {
  emulator.control.settings.change({ longPrefix: 'I' })
  const said = await partner.ask('GET', '/gateways/GW000001/status')
  emulator.control.settings.change({ longPrefix: 'l' })
  expect(said.text).toBe('{"ack":0,"msg":"succeed","info":{"I_last_heart_beat_time":1499656562651}}')
})

test('2.4.1 lock status (mended: the example lacks a comma)', async () => {
  const said = await partner.ask('GET', '/locks/UL000001/status')
  expect(said.text).toBe(
    '{"ack":0,"msg":"succeed","info":{"i_signal":-70,"s_gateway_name":"GW000001","l_last_update_time":1499656562651}}',
  )
})

test('2.4.2 set a passcode (mended: the example’s “Request: none” contradicts its table, its answer lacks a comma)', async () => {
  emulator.control.codes.next({ digits: '123456' })
  expect((await partner.ask('POST', '/locks/MJ000006/guestPasswdKey')).json.ack).not.toBe(0)
  const said = await partner.ask('POST', '/locks/MJ000006/guestPasswdKey', {
    start_time: 1499654893401,
    end_time: 1499658493401,
    local_start_time: '1801021520',
    local_end_time: '1801021620',
    is_local_time: 0,
    one_time: 0,
  })
  expect(said.json).toEqual({ ack: 0, msg: 'succeed', info: { s_instruction_id: hex(15), s_guest_passwd: '123456' } })
})

test('2.4.3 cancel (mended: “Request: none” contradicts its table)', async () => {
  expect((await partner.ask('PUT', '/locks/MJ000006/guestPasswdKey')).json.ack).not.toBe(0)
  const said = await partner.ask('PUT', '/locks/MJ000006/guestPasswdKey', { guest_passwd: '123456' })
  expect(said.json).toEqual({ ack: 0, msg: 'succeed', info: { s_instruction_id: hex(15) } })
})

test('2.4.4 remote unlock: the example’s request has no body', async () => {
  const said = await partner.ask('PUT', '/locks/MJ000006/remoteUnlock')
  expect(said.json).toEqual({ ack: 0, msg: 'succeed', info: { s_instruction_id: hex(15) } })
})

test('2.4.5 instruction status (mended: its id goes into the query string, since a GET has no body)', async () => {
  const { s_instruction_id: id } = await partner.info('PUT', '/locks/MJ000006/remoteUnlock')
  emulator.control.instructions.settle(String(id), 1)
  const said = await partner.ask('GET', `/instruction?instruction_id=${id}`)
  expect(said.text).toBe('{"ack":0,"msg":"succeed","info":{"i_status":1}}')
  expect((await partner.ask('GET', '/instruction', { instruction_id: id })).status).toBe(400)
})

test('2.5.1 lock keeper account (mended: GET is a slip for POST, and a comma is too many)', async () => {
  const body = { user_name: 'testXXXX', user_password: 'XXXXXXX' }
  expect((await partner.ask('GET', '/users', body)).status).toBe(405)
  expect((await partner.ask('POST', '/users', body)).text).toBe('{"ack":0,"msg":"succeed"}')
  expect((await partner.ask('POST', '/users', body)).json.ack).not.toBe(0)
})
