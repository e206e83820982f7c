import { afterEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'

let emulator: Emulator
afterEach(() => emulator.close())

test('a partner logs in, lists, sets a code, watches it reach the lock and opens the door with it', async () => {
  emulator = await startEmulator({ clock: 'manual' })
  const ask = async (method: string, path: string, token?: string, body?: unknown) => {
    const response = await fetch(`${emulator.baseUrl}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `bearer ${token}` } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    return response.json()
  }
  const login = await ask('POST', '/servers/accesstoken', undefined, {
    username: 'testserver',
    password: '123456',
    device_mac: 'Server',
  })
  const token = login.access_token
  expect(login.ack).toBe(0)
  expect((await ask('GET', '/locks', token)).info).toHaveLength(56)
  expect((await ask('GET', '/gateways', token)).info).toHaveLength(6)
  const now = emulator.control.clock.now()
  const set = await ask('POST', '/locks/MJ000204/guestPasswdKey', token, {
    start_time: now - 60_000,
    end_time: now + 3_600_000,
    is_local_time: 0,
    one_time: 0,
  })
  const status = async () => (await ask('GET', `/instruction?instruction_id=${set.info.s_instruction_id}`, token)).info
  expect(await status()).toEqual({ i_status: 3 })
  expect(emulator.control.locks.typeCode('MJ000204', set.info.s_guest_passwd).opened).toBe(false)
  emulator.control.clock.advance(60_000)
  expect(await status()).toEqual({ i_status: 1 })
  expect(emulator.control.locks.typeCode('MJ000204', set.info.s_guest_passwd).opened).toBe(true)
  expect(emulator.control.requests.list({ withProblems: true })).toEqual([])
})
