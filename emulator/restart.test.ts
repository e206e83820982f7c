import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from './emulator'
import { logIn, send } from './testing/partner'

const directory = mkdtempSync(join(tmpdir(), 'emulator-'))
afterAll(() => rmSync(directory, { recursive: true }))

test('state survives a restart: codes, instructions under way, tokens, clock, settings, contact, certificate', async () => {
  const stateFile = join(directory, 'state.json')
  const before = await startEmulator({ clock: 'manual', startAt: 1_800_000_000_000, stateFile })
  const partner = await logIn(before, { callback_address: '10.10.10.10:8080' })
  const window = { start_time: 1_799_999_000_000, end_time: 1_800_003_600_000, one_time: 0 }
  const set = await partner.info('POST', '/locks/MJ000204/guestPasswdKey', window)
  before.control.clock.advance(60_000)
  before.control.gateways.setContact('GW000003', false)
  const waiting = await partner.info('PUT', '/locks/MJ000303/remoteUnlock')
  before.control.settings.change({ pathStyle: 'both' })
  before.control.locks.removeFromList('MJ000412')
  const door = before.control.locks.get('MJ000204')
  await before.close()
  expect(statSync(stateFile).mode & 0o777).toBe(0o600)

  const after = await startEmulator({ clock: 'manual', stateFile })
  const headers = { 'Content-Type': 'application/json', Authorization: `bearer ${partner.token}` }
  const ask = async (path: string) => (await send(after.baseUrl, { method: 'GET', path, headers })).json.info
  expect(after.control.clock.now()).toBe(1_800_000_060_000)
  expect(after.control.locks.get('MJ000204')).toEqual(door)
  expect(after.control.locks.typeCode('MJ000204', String(set.s_guest_passwd)).opened).toBe(true)
  expect(await ask(`/servers/instruction?instruction_id=${waiting.s_instruction_id}`)).toEqual({ i_status: 3 })
  after.control.gateways.setContact('GW000003', true)
  after.control.clock.advance(60_000)
  expect(await ask(`/instruction?instruction_id=${waiting.s_instruction_id}`)).toEqual({ i_status: 1 })
  expect(await ask('/locks')).toHaveLength(55)
  expect(after.control.tokens.callbackAddress()).toBe('10.10.10.10:8080')
  await after.close()
})

test('what is set at a start wins over what was saved; the rest stays as it was', async () => {
  const stateFile = join(directory, 'settings.json')
  const first = await startEmulator({ stateFile })
  first.control.settings.change({ pathStyle: 'both', language: 'chinese' })
  await first.close()
  const second = await startEmulator({ stateFile, settings: { pathStyle: 'servers' } })
  expect(second.control.settings.view()).toMatchObject({ pathStyle: 'servers', language: 'chinese' })
  await second.close()
})

test('a kept state keeps the certificate, and a swap is kept too', async () => {
  const stateFile = join(directory, 'tls.json')
  const first = await startEmulator({ tls: true, stateFile })
  const original = first.certificate().sha256
  const { sha256 } = await first.control.certificate.swap()
  expect(sha256).not.toBe(original)
  await first.close()
  const second = await startEmulator({ tls: true, stateFile })
  expect(second.certificate().sha256).toBe(sha256)
  await second.close()
})

test('the program saves at SIGTERM and exits 0; started again, the clock has gone on and the code still opens', async () => {
  const stateFile = join(directory, 'program.json')
  const first = await program({ EMULATOR_STATE_FILE: stateFile, EMULATOR_INSTRUCTION_MS: '0' })
  const control = (url: string, path: string, body?: unknown) =>
    fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'Content-Type': 'application/json' },
      body: body ? JSON.stringify(body) : undefined,
    }).then((response) => response.json())
  await control(first.controlUrl, '/codes/next', { code: { digits: '482917' } })
  const login = await fetch(`${first.url}/ilocks/api/apps/v1/servers/accesstoken`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'testserver', password: '123456', device_mac: 'x' }),
  })
  const { access_token: token } = (await login.json()) as { access_token: string }
  const now = Date.now()
  await fetch(`${first.url}/ilocks/api/apps/v1/locks/MJ000204/guestPasswdKey`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `bearer ${token}` },
    body: JSON.stringify({ start_time: now - 60_000, end_time: now + 3_600_000, one_time: 0 }),
  })
  await control(first.controlUrl, '/clock/advance', { ms: 60_000 })
  expect(await first.end()).toBe(0)
  const second = await program({ EMULATOR_STATE_FILE: stateFile })
  const clock = (await control(second.controlUrl, '/clock')) as { now: number }
  expect(clock.now - Date.now()).toBeGreaterThan(55_000)
  const typed = await control(second.controlUrl, '/locks/MJ000204/type-code', { code: '482917' })
  expect(typed).toMatchObject({ opened: true })
  expect(await second.end()).toBe(0)
})

test('a wrong setting ends the program with words', async () => {
  await expect(program({ EMULATOR_PATH_STYLE: 'sideways' })).rejects.toThrow(/EMULATOR_PATH_STYLE/)
})

async function program(env: Record<string, string>) {
  const entry = fileURLToPath(new URL('./server.ts', import.meta.url))
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: { ...process.env, EMULATOR_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      if (/Control plane: +\S+\n/.test(said)) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    exited.then((code) => reject(new Error(`exit ${code}: ${said}`)))
  })
  await ready
  return {
    url: /emulator: (\S+)/.exec(said)?.[1] ?? '',
    controlUrl: /Control plane: +(\S+)/.exec(said)?.[1] ?? '',
    end: () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}
