import { type Log, silentLog } from '../log/log'
import type { Home } from './home'

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
  // Each home's driver is only in the memory of a process that uses it.
  if (databaseUrl) return (await import('./postgres-home')).openPostgresHome(databaseUrl, log, asItIs)
  if (dataDir) return (await import('./embedded-home')).openEmbeddedHome(dataDir, log, asItIs)
  throw new TypeError('a home needs databaseUrl or dataDir')
}
