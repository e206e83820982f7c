import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn, send } from './testing/partner'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual', startAt: 1_800_000_000_000, settings: { instructionMedianMs: 0 } })
})
beforeEach(() => emulator.control.reset())
afterAll(() => emulator.close())

const get = (path: string) => send(emulator.url, { method: 'GET', path })
const post = (path: string, body: unknown) =>
  send(emulator.url, {
    method: 'POST',
    path,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
const live = async (door: string) => (await get(`/hallway/live?door=${door}`)).json.door as Record<string, unknown>

test('the root leads to the hallway, which shows every door as a button under its floor', async () => {
  expect(await get('/')).toMatchObject({ status: 302, headers: { location: '/hallway' } })
  const { text } = await get('/hallway')
  for (const door of ['Room 101', 'Room 412', 'Main entrance']) expect(text).toMatch(new RegExp(`>${door}</button>`))
  for (const area of ['Floor 1', 'Floor 4', 'Common doors']) expect(text).toContain(`<h2>${area}</h2>`)
})

test('a strict policy: only its own script and style, no inline, nothing framed', async () => {
  const { headers, text } = await get('/hallway?door=MJ000204')
  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  expect(text).not.toMatch(/<style|style=|onclick|<script(?![^>]* src=)/)
  expect((await get('/hallway/hallway.js')).headers['content-type']).toContain('text/javascript')
  expect((await get('/hallway/hallway.css')).headers['content-type']).toContain('text/css')
})

test('a door has a keypad with a labelled field and its result has role status', async () => {
  const { text } = await get('/hallway?door=MJ000204')
  expect(text).toContain('<h2 id="panel-heading">Room 204</h2>')
  expect(text).toContain('<label for="code">Code</label>')
  for (let digit = 0; digit <= 9; digit++) expect(text).toContain(`data-digit="${digit}">${digit}</button>`)
  expect(text).toMatch(/<p id="result" role="status" data-door-result=""><\/p>/)
})

test('typing a code says whether the door unlocked, and why in plain words', async () => {
  const { info } = await logIn(emulator)
  const window = { start_time: 1_800_000_600_000, end_time: 1_800_003_600_000, one_time: 0 }
  const { s_guest_passwd: code } = await info('POST', '/locks/MJ000204/guestPasswdKey', window)
  const type = async (typed: unknown) => (await post('/hallway/type-code', { door: 'MJ000204', code: typed })).json
  expect(await type(code)).toMatchObject({
    opened: false,
    words: "Refused: this code works from Fri 15 Jan, 09:10 on, by the lock's clock.",
  })
  emulator.control.clock.advance(600_000)
  expect(await type(code)).toMatchObject({ opened: true, words: 'Unlocked.' })
  expect(await live('MJ000204')).toMatchObject({
    state: 'unlocked',
    openedCount: 1,
    clock: 'Fri 15 Jan 09:10:00 (Europe/Berlin)',
  })
  expect(await type('000000')).toMatchObject({ opened: false, words: 'Refused: this lock does not know this code.' })
})

test('a remote unlock arrives at the door that is looked at', async () => {
  const { info } = await logIn(emulator)
  expect((await live('MJ000204')).remoteUnlock).toBeNull()
  await info('PUT', '/locks/MJ000204/remoteUnlock')
  expect(await live('MJ000204')).toMatchObject({
    remoteUnlock: { words: 'Unlocked remotely at 09:00:00.' },
    state: 'unlocked',
  })
  expect((await get('/hallway/live')).json).toMatchObject({ unlocked: ['MJ000204'], door: null })
})

test('a presenter takes contact and gives it back, moves the clock, and shares a key', async () => {
  await post('/hallway/contact', { gateway: 'GW000003', contact: false })
  expect(emulator.control.gateways.get('GW000003').contact).toBe(false)
  await post('/hallway/contact', { gateway: 'GW000003', contact: true })
  expect(emulator.control.gateways.get('GW000003').contact).toBe(true)
  await post('/hallway/clock', { advanceMs: 60_000 })
  expect(emulator.control.clock.now()).toBe(1_800_000_060_000)
  const share = { door: 'MJ000204', nights: 2, body: 'printed', bearer: 'newest' }
  expect(await post('/hallway/share', share)).toMatchObject({
    status: 409,
    json: { error: 'no login gave a callback address' },
  })
  expect((await post('/hallway/share', { ...share, nights: 0 })).status).toBe(422)
})

test('hostile names are shown as text', async () => {
  emulator.control.locks.add({ name: 'XX1', door: '<img src=x onerror=alert(1)>"\'&' })
  for (const path of ['/hallway', '/hallway?door=XX1', '/hallway?search=%22%3E%3Cscript%3E']) {
    const { text } = await get(path)
    expect(text).not.toMatch(/<img|"><script>/)
  }
  emulator.control.locks.typeCode('XX1', '1')
  expect((await get('/hallway/live?door=XX1')).text).not.toContain('<img')
})

test('with very many doors the page shows those that fit a search', async () => {
  emulator.control.seed({ locks: 3_000, gateways: 5 })
  const doors = (text: string) => text.match(/name="door"/g)?.length
  expect(doors((await get('/hallway')).text)).toBe(400)
  expect(doors((await get('/hallway?search=Room%206001')).text)).toBe(1)
})
