import type { Database } from './database'

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

/** How a home is opened. */
export interface Opening {
  /** Changes no table: for looking at data that another process may be using. */
  asItIs?: boolean
  /** Called when the database in this process has stopped for good: the process is of no use any more. */
  onEnd?: (words: string) => void
}
