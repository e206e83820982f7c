import type { Log } from '../log/log'
import { silentLog } from '../log/log'
import type { Database } from './database'
import { openEmbeddedHome } from './embedded-home'
import { openPostgresHome } from './postgres-home'

/** Where the rows live: one schema, two homes. Once per process. */
export interface Home {
  readonly kind: 'embedded' | 'postgres'
  readonly db: Database
  /**
   * Hears every `notify` on `channel` from now on, of any process; resolves to how to stop. `onGap` is called when
   * messages may have been missed (the connection was lost and is back): read again. Listen first, then read.
   */
  listen(channel: string, onMessage: (payload: string) => void, onGap?: () => void): Promise<() => Promise<void>>
  /** Resolves when the database answers; rejects otherwise, on PostgreSQL after 5 s at the latest. */
  ping(): Promise<void>
  /** Runs `fn` while no other process runs one under the same name. */
  exclusively<T>(name: string, fn: () => Promise<T>): Promise<T>
  /** Plain SQL outside any transaction, one statement or a whole `begin … commit` block; for lib/queue and probes. */
  execute(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>
  close(): Promise<void>
}

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
