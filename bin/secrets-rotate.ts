/** `npm run secrets:rotate`: seals everything anew with SECRETS_KEY; begun again it goes on. Exits 0 when all of it is, 1 when some is not. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openHome } from '../lib/db/open-home'
import { openSealer } from '../lib/db/open-sealer'
import { isStartError } from '../lib/db/start-error'
import { isSettingsError, readSettings } from '../lib/env/settings'
import { rotateSecrets } from '../lib/secrets/rotate-secrets'

function leave(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(2)
}

async function openOrLeave() {
  const dataDir = resolve(process.env.DATA_DIR || './data')
  if (!process.env.DATABASE_URL && !existsSync(join(dataDir, 'database')))
    leave(`There is no data of Keydesk in ${dataDir}. Set DATA_DIR or DATABASE_URL as for the server.`)
  try {
    const given = readSettings(process.env)
    const home = await openHome(given.DATABASE_URL ? { databaseUrl: given.DATABASE_URL } : { dataDir: given.DATA_DIR })
    return { home, sealer: await openSealer(home.db, given) }
  } catch (error) {
    if (isStartError(error) && error.code === 'data-directory-in-use')
      leave(`${error.message}\nStop Keydesk first: embedded data has one holder.`)
    if (isSettingsError(error) || isStartError(error)) leave(error.message)
    throw error
  }
}

const { home, sealer } = await openOrLeave()
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
const { resealed, unread, complete } = await rotateSecrets(home.db, sealer, {
  now: Date.now(),
  signal: stopping.signal,
})
await home.close()

process.stdout.write(`${resealed} sealed texts carry the new key now.\n`)
for (const [column, count] of Object.entries(unread))
  process.stdout.write(`${column}: ${count} could be opened with neither SECRETS_KEY nor SECRETS_KEY_PREVIOUS.\n`)
if (!complete) process.stdout.write('Stopped before the end: run it again to go on.\n')
const done = complete && Object.keys(unread).length === 0
process.stdout.write(done ? 'SECRETS_KEY_PREVIOUS is no longer needed.\n' : 'Keep SECRETS_KEY_PREVIOUS.\n')
process.exitCode = done ? 0 : 1
