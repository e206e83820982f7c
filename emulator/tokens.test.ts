import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn, send } from './testing/partner'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' })
})
beforeEach(() => emulator.control.reset())
afterAll(() => emulator.close())

const json = { 'Content-Type': 'application/json' }
const works = async (token: unknown) => {
  const headers = { ...json, Authorization: `bearer ${token}` }
  return (await send(emulator.baseUrl, { method: 'GET', path: '/locks', headers })).status === 200
}
const refresh = async (refreshToken: unknown) => {
  const body = JSON.stringify({ refresh_token: refreshToken })
  return (await send(emulator.baseUrl, { method: 'PUT', path: '/servers/accesstoken', headers: json, body })).json
}

test('an access token lives 3 hours and a refresh token 7 days, unless set otherwise', async () => {
  const first = await logIn(emulator)
  emulator.control.clock.advance(10_799_999)
  expect(await works(first.token)).toBe(true)
  emulator.control.clock.advance(1)
  expect(await works(first.token)).toBe(false)
  emulator.control.clock.advance(604_800_000 - 10_800_000 - 1)
  expect(await refresh(first.refreshToken)).toMatchObject({ ack: 0 })
  const second = await logIn(emulator)
  emulator.control.clock.advance(604_800_000)
  expect(await refresh(second.refreshToken)).toMatchObject({ ack: 401 })
  emulator.control.settings.change({ accessTokenMs: 1_000 })
  const third = await logIn(emulator)
  emulator.control.clock.advance(1_000)
  expect(await works(third.token)).toBe(false)
})

test('a refresh token works once, also for 20 that try at the same moment', async () => {
  const { refreshToken } = await logIn(emulator)
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)))
  expect(answers.filter(({ ack }) => ack === 0)).toHaveLength(1)
})

test('older access tokens stay valid until their own end', async () => {
  const first = await logIn(emulator)
  emulator.control.clock.advance(3_600_000)
  const second = await refresh(first.refreshToken)
  expect([await works(first.token), await works(second.access_token)]).toEqual([true, true])
  emulator.control.clock.advance(7_200_000)
  expect([await works(first.token), await works(second.access_token)]).toEqual([false, true])
})

test('an access token is no refresh token, nor the other way', async () => {
  const { token, refreshToken } = await logIn(emulator)
  expect(await works(refreshToken)).toBe(false)
  expect(await refresh(token)).toMatchObject({ ack: 401 })
})

test('control lets access, refresh or all tokens expire', async () => {
  const { token, refreshToken } = await logIn(emulator)
  expect(emulator.control.tokens.expire('access')).toBe(1)
  expect(await works(token)).toBe(false)
  const next = await refresh(refreshToken)
  expect(next.ack).toBe(0)
  emulator.control.tokens.expire('all')
  expect([await works(next.access_token), (await refresh(next.refresh_token)).ack]).toEqual([false, 401])
})

test('two emulators give out different tokens', async () => {
  const other = await startEmulator({ clock: 'manual' })
  expect((await logIn(other)).token).not.toBe((await logIn(emulator)).token)
  await other.close()
})
