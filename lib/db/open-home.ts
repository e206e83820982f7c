import { type Log, silentLog } from '../log/log'
import { openEmbeddedHome } from './embedded-home'
import type { Home } from './home'
import { openPostgresHome } from './postgres-home'

export interface HomeOptions {
  /** PostgreSQL (15 or newer); without it the data lives in `dataDir`. */
  databaseUrl?: string
  dataDir?: string
  log?: Log
  /** Changes no table: for looking at data that another process may be using. */
  asItIs?: boolean
}

/** Opens the home that the settings name, its schema up to date; throws StartError with words for the console. */
export async function openHome({ databaseUrl, dataDir, log = silentLog, asItIs = false }: HomeOptions): Promise<Home> {
  if (databaseUrl) return openPostgresHome(databaseUrl, log, asItIs)
  if (dataDir) return openEmbeddedHome(dataDir, log, asItIs)
  throw new TypeError('a home needs databaseUrl or dataDir')
}
