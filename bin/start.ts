/** `npm start`: serves the built pages on HOST and PORT. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isSettingsError, readSettings } from '../lib/env/settings'

const next = createRequire(import.meta.url).resolve('next/dist/bin/next')

function leave(words: string): never {
  console.error(words)
  process.exit(1)
}

function settingsOrLeave() {
  try {
    return readSettings(process.env)
  } catch (error) {
    if (isSettingsError(error)) leave(`Keydesk cannot start.\n${error.message}`)
    throw error
  }
}

if (!existsSync('.next/BUILD_ID')) leave('Keydesk is not built yet. Run `npm run build` first, in this folder.')

const { HOST, PORT } = settingsOrLeave()
// Without HOST on every interface: a hotel's desks reach the server over the network.
const server = spawn(process.execPath, [next, 'start', ...(HOST ? ['-H', HOST] : []), '-p', String(PORT)], {
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
