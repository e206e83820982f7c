import https from 'node:https'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from './emulator'
import { logIn, send } from './testing/partner'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual', startAt: 1_800_000_000_000 })
})
beforeEach(() => emulator.control.reset())
afterAll(() => emulator.close())

const json = { 'Content-Type': 'application/json' }
const control = (method: string, path: string, body?: unknown, headers: Record<string, string> = json) =>
  send(emulator.controlUrl, { method, path, headers, body: body === undefined ? undefined : JSON.stringify(body) })

test('every verb answers over HTTP, at the main address too', async () => {
  const { info } = await logIn(emulator)
  const { s_instruction_id: id } = await info('PUT', '/locks/MJ000204/remoteUnlock')
  const asked: [string, string, unknown?][] = [
    ['GET', '/clock'],
    ['POST', '/clock/set', { at: 1_800_000_100_000 }],
    ['POST', '/clock/advance', { ms: 1 }],
    ['POST', '/clock/jump', { ms: -5 }],
    ['POST', '/clock/run', { speed: 2 }],
    ['POST', '/clock/freeze'],
    ['GET', '/instructions?lockName=MJ000204'],
    ['GET', `/instructions/${id}`],
    ['POST', `/instructions/${id}/hold`, { at: 5 }],
    ['POST', `/instructions/${id}/release`],
    ['POST', `/instructions/${id}/settle`, { status: 1 }],
    ['POST', '/instructions/release', {}],
    ['POST', '/instructions/settle', { status: 2 }],
    ['POST', '/instructions/next-outcome', { outcome: 'stay-3', kind: 'remote-unlock' }],
    ['GET', '/network'],
    ['POST', '/network/latency', { call: '*', ms: 0 }],
    ['POST', '/network/outage', { outage: 'off' }],
    ['GET', '/gateways'],
    ['POST', '/gateways', { name: 'GW000099' }],
    ['GET', '/gateways/GW000001'],
    ['PATCH', '/gateways/GW000001', { contact: false, clockOffsetMs: 5 }],
    ['GET', '/locks'],
    ['POST', '/locks', { name: 'XX1', roomName: '501', heardBy: { GW000001: -80 } }],
    ['GET', '/locks/MJ000204'],
    ['PATCH', '/locks/MJ000204', { roomName: '204b', listed: true, clockOffsetMs: 1, timeZone: null }],
    ['POST', '/locks/MJ000204/type-code', { code: '123' }],
    ['POST', '/locks/MJ000204/present-key', { keyCode: 'ab' }],
    ['POST', '/locks/MJ000204/reset'],
    ['GET', '/tokens'],
    ['POST', '/tokens/expire', { which: 'access' }],
    ['GET', '/wrong-answers'],
    ['POST', '/wrong-answers', { kind: 'hang', call: 'list-locks', times: null }],
    ['POST', '/wrong-answers/clear'],
    ['POST', '/codes/next', { code: 'weak' }],
    ['GET', '/requests?withProblems=false&limit=2&call=login'],
    ['POST', '/requests/clear'],
    ['GET', '/settings'],
    ['PATCH', '/settings', { language: 'chinese' }],
    ['POST', '/seed', { hotel: { locks: 5, gateways: 2 } }],
    ['POST', '/reset'],
  ]
  for (const [method, path, body] of asked) {
    const said = await control(method, path, body)
    expect([method, path, said.status, said.json.error]).toEqual([method, path, 200, undefined])
  }
  const overMain = await send(emulator.url, { method: 'GET', path: '/_control/clock' })
  expect(overMain.status).toBe(200)
})

test('a verb that is none, a wrong body and an unknown name are told in words', async () => {
  expect(await control('GET', '/nothing')).toMatchObject({
    status: 404,
    json: { error: expect.stringContaining('/nothing') },
  })
  expect(await control('GET', '/locks/NONE')).toMatchObject({ status: 404, json: { error: 'no lock NONE' } })
  expect((await control('POST', '/clock/set', { at: 'noon' })).status).toBe(422)
  expect((await control('POST', '/clock/set', { at: 1 }, { 'Content-Type': 'text/plain' })).status).toBe(422)
  expect((await control('POST', '/seed', { hotel: { locks: 10_001, gateways: 1 } })).status).toBe(422)
  expect((await control('PATCH', '/settings', { timeZone: 'Mars/Base' })).status).toBe(422)
  const cut = await send(emulator.url, {
    method: 'POST',
    path: '/_control/network/outage',
    headers: json,
    body: '{"outage":true}',
  })
  expect(cut).toMatchObject({ status: 409, json: { error: expect.stringContaining(emulator.controlUrl) } })
})

test.each([
  ['control plane', '/_control/clock'],
  ['hallway', '/hallway'],
])('%s: only loopback names and pages of this machine are answered', async (_what, path) => {
  const origin = new URL(emulator.controlUrl).origin
  for (const url of [emulator.url, origin]) {
    const status = async (headers: Record<string, string>) => (await send(url, { method: 'GET', path, headers })).status
    const { port } = new URL(url)
    expect(await status({ Host: `localhost:${port}` })).toBe(200)
    expect(await status({ Host: `[::1]:${port}` })).toBe(200)
    expect(await status({ Host: `rebound.example:${port}` })).toBe(403)
    expect(await status({ Origin: 'https://evil.example' })).toBe(403)
    expect(await status({ Origin: 'null' })).toBe(403)
    expect(await status({ Origin: url })).toBe(200)
  }
})

test('put on another host on purpose, control answers under any name', async () => {
  const open = await startEmulator({ host: '0.0.0.0' })
  const said = await send(`http://127.0.0.1:${open.port}`, {
    method: 'GET',
    path: '/_control/clock',
    headers: { Host: 'lab' },
  })
  expect(said.status).toBe(200)
  await open.close()
})

test('the demo hotel is the same from the same seed: 48 rooms on 4 floors, common doors, 6 overlapping gateways', async () => {
  const locks = emulator.control.locks.list()
  const rooms = locks.filter(({ area }) => area.startsWith('Floor'))
  expect(rooms).toHaveLength(48)
  expect(new Set(rooms.map(({ area }) => area)).size).toBe(4)
  expect(rooms[0]).toMatchObject({ name: 'MJ000101', door: 'Room 101', roomName: '101' })
  expect(rooms.at(-1)).toMatchObject({ name: 'MJ000412', door: 'Room 412' })
  expect(locks.map(({ door }) => door)).toEqual(
    expect.arrayContaining(['Main entrance', 'Pool', 'Garage', 'Luggage room']),
  )
  const hearing = locks.map(({ name }) =>
    emulator.control.locks.get(name).heardBy.map(({ gatewayName }) => gatewayName),
  )
  for (const gateways of hearing) expect([1, 2, 3]).toContain(gateways.length)
  expect(new Set(hearing.map(({ length }) => length))).toEqual(new Set([1, 2, 3]))
  expect(new Set(hearing.flat()).size).toBe(6)
  const twin = await startEmulator({ clock: 'manual', startAt: 1_800_000_000_000 })
  expect(twin.control.locks.get('MJ000211')).toEqual(emulator.control.locks.get('MJ000211'))
  await twin.close()
  const other = await startEmulator({ clock: 'manual', startAt: 1_800_000_000_000, seed: 2 })
  expect(other.control.locks.get('MJ000211').heardBy).not.toEqual(emulator.control.locks.get('MJ000211').heardBy)
  await other.close()
})

test('10,000 locks and 500 gateways are seeded, listed, asked and commanded quickly', async () => {
  const startedAt = performance.now()
  expect((await control('POST', '/seed', { hotel: { locks: 10_000, gateways: 500 } })).json).toEqual({
    locks: 10_000,
    gateways: 500,
  })
  const { info } = await logIn(emulator)
  const list = (await info('GET', '/locks')) as unknown as { s_lock_name: string }[]
  expect(list).toHaveLength(10_000)
  expect(new Set(list.map(({ s_lock_name }) => s_lock_name)).size).toBe(10_000)
  expect(await info('GET', '/gateways')).toHaveLength(500)
  for (let i = 0; i < 100; i++) await info('GET', `/locks/${list[i * 99]?.s_lock_name}/status`)
  for (let i = 0; i < 300; i++) await info('PUT', `/locks/${list[i * 33]?.s_lock_name}/remoteUnlock`)
  emulator.control.clock.advance(600_000)
  expect(emulator.control.instructions.list({ status: 1 })).toHaveLength(300)
  const hallway = await send(emulator.url, { method: 'GET', path: '/hallway' })
  expect(hallway.text.length).toBeLessThan(400_000)
  await send(emulator.url, { method: 'GET', path: '/hallway/live' })
  expect(performance.now() - startedAt).toBeLessThan(10_000)
})

test('over TLS the certificate is its own; a swapped one is another, an expired one is refused', async () => {
  const secure = await startEmulator({ tls: true })
  const ask = (ca: string) =>
    new Promise<string>((resolve) => {
      const request = https.get(`${secure.url}/hallway`, { ca, agent: false }, (response) => {
        response.resume()
        resolve((response.socket as import('node:tls').TLSSocket).getPeerCertificate().fingerprint256)
      })
      request.on('error', (error) => resolve(error.message))
    })
  const first = secure.certificate()
  expect((await ask(first.pem)).replaceAll(':', '').toLowerCase()).toBe(first.sha256)
  const second = await secure.control.certificate.swap()
  expect(second.sha256).not.toBe(first.sha256)
  expect(await ask(first.pem)).toMatch(/self-signed/)
  expect((await ask(second.pem)).replaceAll(':', '').toLowerCase()).toBe(second.sha256)
  const expired = await secure.control.certificate.swap({ expired: true })
  expect(await ask(expired.pem)).toMatch(/expired/)
  await secure.close()
})

test('reset puts everything back as at the start', async () => {
  emulator.control.settings.change({ pathStyle: 'servers', failChance: 1 })
  emulator.control.wrongAnswers.order({ kind: 'hang', times: null })
  emulator.control.seed('empty')
  await emulator.control.network.setOutage(true)
  await emulator.control.reset()
  const { info } = await logIn(emulator)
  expect(await info('GET', '/locks')).toHaveLength(56)
  expect(emulator.control.settings.view().failChance).toBe(0)
})
