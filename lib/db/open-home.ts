import { type Log, silentLog } from '../log/log'
import type { Home, Opening } from './home'

export interface HomeOptions extends Opening {
  /** PostgreSQL (15 or newer); without it the data lives in `dataDir`. */
  databaseUrl?: string
  dataDir?: string
  log?: Log
}

/** Opens the home that the settings name, its schema up to date; throws StartError with words for the console. */
export async function openHome(options: HomeOptions): Promise<Home> {
  const { databaseUrl, dataDir, log = silentLog, asItIs = false, onEnd } = options
  // Each home's driver is only in the memory of a process that uses it.
  if (databaseUrl) return (await import('./postgres-home')).openPostgresHome(databaseUrl, log, asItIs)
  if (dataDir) return (await import('./embedded-home')).openEmbeddedHome(dataDir, log, { asItIs, onEnd })
  throw new TypeError('a home needs databaseUrl or dataDir')
}
