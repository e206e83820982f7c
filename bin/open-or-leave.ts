/** For the commands of the console: the data that the settings name, opened; whatever stands in the way ends the command with words, and 2. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openHome } from '../lib/db/open-home'
import { openSealer } from '../lib/db/open-sealer'
import { isStartError } from '../lib/db/start-error'
import { isSettingsError, readSettings } from '../lib/env/settings'

export function leave(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(2)
}

/** `whenHeld`: what to do instead while a running server holds the embedded data. */
export async function openOrLeave(whenHeld: string) {
  const dataDir = resolve(process.env.DATA_DIR || './data')
  // Otherwise the settings would make keys for data that are not there.
  if (!process.env.DATABASE_URL && !existsSync(join(dataDir, 'database')))
    leave(`There is no data of Keydesk in ${dataDir}. Set DATA_DIR or DATABASE_URL as for the server.`)
  try {
    const given = readSettings(process.env)
    const home = await openHome(given.DATABASE_URL ? { databaseUrl: given.DATABASE_URL } : { dataDir: given.DATA_DIR })
    return { given, home, sealer: await openSealer(home.db, given) }
  } catch (error) {
    if (isStartError(error) && error.code === 'data-directory-in-use') leave(`${error.message}\n${whenHeld}`)
    if (isSettingsError(error) || isStartError(error)) leave(error.message)
    throw error
  }
}
