import { type Log, silentLog } from '../log/log'
import { openEmbeddedHome } from './embedded-home'
import type { Home } from './home'
import { openPostgresHome } from './postgres-home'

export interface HomeOptions {
  /** PostgreSQL (15 or newer); without it the data lives in `dataDir`. */
  databaseUrl?: string
  dataDir?: string
  log?: Log
}

/** Opens the home that the settings name, its schema up to date; throws StartError with words for the console. */
export async function openHome({ databaseUrl, dataDir, log = silentLog }: HomeOptions): Promise<Home> {
  if (databaseUrl) return openPostgresHome(databaseUrl, log)
  if (dataDir) return openEmbeddedHome(dataDir, log)
  throw new TypeError('a home needs databaseUrl or dataDir')
}
