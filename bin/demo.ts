/** `npm run demo`: the emulator and Keydesk on embedded data with a demo hotel, from nothing, in one command. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { isSettingsError, readSettings } from '../lib/env/settings'
import { buildIfNeeded } from './build-if-needed'
import { prepareDemoHotel } from './demo-hotel'

const heartbeatMs = 5_000
const children: ChildProcess[] = []

/** The wanted port, or a free one when somebody else has it. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () => (wanted === 0 ? reject(new Error('no free port')) : freePort(0).then(resolve, reject)))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted))
    })
  })
}

/** Starts a program of ours; when one ends, the other ends too. */
function start(name: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', name === 'emulator' ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  children.push(child)
  child.once('exit', (code) => {
    if (!ending) console.error(`The ${name} ended.`)
    end(code ?? 1)
  })
  return child
}

let ending = false
function end(code: number): void {
  if (ending) return
  ending = true
  for (const child of children) child.kill('SIGTERM')
  Promise.all(
    children.map((child) =>
      child.exitCode !== null || child.signalCode !== null ? null : new Promise((done) => child.once('exit', done)),
    ),
  ).then(() => process.exit(code))
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0))

async function answers(url: string, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const up = await fetch(url, { redirect: 'manual' }).then(
      () => true,
      () => false,
    )
    if (up) return
    if (performance.now() > deadline) throw new Error(`${url} does not answer`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function main(): Promise<void> {
  buildIfNeeded()
  const dataDir = process.env.DATA_DIR ?? join('data', 'demo')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const port = String(await freePort(Number(process.env.PORT ?? 3000)))
  const emulatorPort = await freePort(Number(process.env.EMULATOR_PORT ?? 4100))
  const controlPort = await freePort(Number(process.env.EMULATOR_CONTROL_PORT ?? emulatorPort + 1))
  const emulator = `http://127.0.0.1:${emulatorPort}`
  const env: Record<string, string> = {
    HOST: process.env.HOST ?? '127.0.0.1',
    PORT: port,
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    PROPERTY_TIME_ZONE: process.env.PROPERTY_TIME_ZONE ?? 'Europe/Berlin',
    LOCK_SERVER_URL: emulator,
    LOCK_SERVER_USERNAME: 'testserver',
    LOCK_SERVER_PASSWORD: '123456',
    LOCK_SERVER_DEVICE_MAC: 'Keydesk-demo',
    LOCK_SERVER_HEARTBEAT_MS: String(heartbeatMs),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  }
  start('emulator', ['emulator/server.ts'], {
    EMULATOR_PORT: String(emulatorPort),
    EMULATOR_CONTROL_PORT: String(controlPort),
    EMULATOR_STATE_FILE: join(dataDir, 'emulator.json'),
    EMULATOR_HEARTBEAT_MS: String(heartbeatMs),
    EMULATOR_FAIL_CHANCE: process.env.EMULATOR_FAIL_CHANCE ?? '0',
    EMULATOR_PUSH_FAIL_CHANCE: process.env.EMULATOR_PUSH_FAIL_CHANCE ?? '0',
  })
  await answers(`${emulator}/hallway`)
  const settings = readSettings({ ...process.env, ...env })
  const people = await prepareDemoHotel(settings)
  start('server', ['bin/start.ts'], env)
  await answers(`${settings.PUBLIC_URL.replace('localhost', '127.0.0.1')}/sign-in`)

  const wide = Math.max(...people.map(({ email }) => email.length))
  console.log(`
Keydesk   ${settings.PUBLIC_URL}/sign-in
Hallway   ${emulator}/hallway   (the doors: type a code, see them unlock)

Who can sign in:
${people.map(({ email, password, does }) => `  ${email.padEnd(wide)}   ${password.padEnd(36)} ${does}`).join('\n')}

Everything is kept in ${dataDir}. Ctrl+C ends it.
`)
}

main().catch((error: unknown) => {
  console.error(isSettingsError(error) ? error.message : error)
  end(1)
})
