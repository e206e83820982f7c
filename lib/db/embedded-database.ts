import { AsyncResource } from 'node:async_hooks'
import { closeSync, openSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ExecProtocolOptions,
  PGlite,
  type PGliteOptions,
  type QueryOptions,
  type Results,
  type Transaction,
} from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { checkChannel, type Database, refuseInsideTransaction } from './database'
import { keepingPlans } from './embedded-plans'
import type { Home } from './home'
import { throwBareErrors } from './query-errors'
import * as tables from './schema/tables'

/** PGlite's own parameters without `-F` (which turns syncing off), and with the little memory that a desk needs. */
const startParams = [
  '--single',
  '-O',
  '-j',
  ...[
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
    'fsync=on',
    'wal_sync_method=fsync',
    'shared_buffers=16MB',
  ].flatMap((setting) => ['-c', setting]),
]

type Told = Awaited<ReturnType<PGlite['execProtocolStream']>>[number]

function databaseOver(pglite: PGlite): Database {
  throwBareErrors()
  return drizzle({ client: pglite, schema: tables })
}

const writes = /^\s*(insert|update|delete|truncate|create|alter)\b|^\s*with\b[\s\S]*\b(insert|update|delete)\b/i
const upkeep = /^\s*(vacuum|checkpoint)\b/i
const reserveBytes = 32 * 1024 * 1024

/** A failure of the disk by PostgreSQL's names; who may not write there (42501) is a read-only file system, as roles have no say here. */
function ofDisk(error: unknown): { failure: unknown; isEnd: boolean } {
  const { code, severity } = error as { code?: unknown; severity?: unknown }
  const isEnd = severity === 'PANIC'
  if (!isEnd && code !== '42501') return { failure: error, isEnd }
  const words = isEnd
    ? 'The database has stopped: the disk of the data directory failed while it wrote. Start Keydesk again.'
    : 'The disk of the data directory takes no writes.'
  return { failure: Object.assign(new Error(words, { cause: error }), { code: '58030' }), isEnd }
}

/** A database in this process with one connection, on which a query beside an open transaction is refused, not stuck. */
export class EmbeddedDatabase extends PGlite {
  #files: string | undefined
  /** After a PANIC nothing that it held is given back: the next statement could wait for itself for ever. */
  #stoppedBy: unknown = null
  #onEnd: ((words: string) => void) | undefined
  #plans = keepingPlans<Told>()

  /** `files` is where the disk must have room for whatever is written; without it nothing is checked. */
  static async open(
    options: Pick<PGliteOptions, 'fs' | 'loadDataDir' | 'initDbStartParams'>,
    files?: string,
    onEnd?: (words: string) => void,
  ): Promise<EmbeddedDatabase> {
    const database = new EmbeddedDatabase({ ...options, startParams })
    await database.waitReady
    database.#files = files
    database.#onEnd = onEnd
    return database
  }

  /** A disk that takes no writes would stop the whole database in the middle of a commit (I23). */
  #refuseReadOnly(): void {
    if (this.#files === undefined) return
    try {
      // One that went read-only by an error is told by a write alone, be it of no bytes.
      const file = openSync(join(this.#files, 'PG_VERSION'), 'r+')
      try {
        writeSync(file, new Uint8Array(0))
      } finally {
        closeSync(file)
      }
    } catch (cause) {
      throw Object.assign(new Error('The disk of the data directory takes no writes.', { cause }), { code: '25006' })
    }
  }

  /** The same of one without room for the log of changes. */
  #refuseWithoutRoom(): void {
    if (this.#files === undefined) return
    this.#refuseReadOnly()
    const { bavail, bsize } = statfsSync(this.#files)
    if (bavail * bsize >= reserveBytes) return
    throw Object.assign(new Error('The disk of the data directory is full.'), { code: '53100' })
  }

  #refuseFor(text: string): void {
    if (writes.test(text)) this.#refuseWithoutRoom()
    else if (upkeep.test(text)) this.#refuseReadOnly()
  }

  async #unlessStopped<T>(run: () => Promise<T>): Promise<T> {
    if (this.#stoppedBy !== null) throw this.#stoppedBy
    try {
      return await run()
    } catch (error) {
      const { failure, isEnd } = ofDisk(error)
      if (isEnd && this.#stoppedBy === null) {
        this.#stoppedBy = failure
        this.#onEnd?.((failure as Error).message)
      }
      throw failure
    }
  }

  override execProtocol(message: Uint8Array, options?: ExecProtocolOptions) {
    return this.#unlessStopped(() => super.execProtocol(message, options))
  }

  override execProtocolStream(message: Uint8Array, options?: ExecProtocolOptions) {
    return this.#plans(message, (sent) => this.#unlessStopped(() => super.execProtocolStream(sent, options)))
  }

  override query<T>(text: string, values?: unknown[], options?: QueryOptions): Promise<Results<T>> {
    refuseInsideTransaction()
    this.#refuseFor(text)
    return super.query<T>(text, values, options)
  }

  override exec(text: string, options?: QueryOptions): Promise<Results[]> {
    refuseInsideTransaction()
    this.#refuseFor(text)
    return super.exec(text, options)
  }

  override transaction<T>(callback: (tx: Transaction) => Promise<T>): Promise<T> {
    refuseInsideTransaction()
    this.#refuseWithoutRoom()
    return super.transaction(callback)
  }

  /** One statement, or a whole `begin … commit` block; a block that fails is rolled back before anybody else's turn. */
  async run(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }> {
    if (values !== undefined && values.length > 0) return this.query<Record<string, unknown>>(text, [...values])
    const isBlock = /^\s*begin\b/i.test(text)
    const results = isBlock ? await this.transaction((tx) => tx.exec(text)) : await this.exec(text)
    return { rows: results.flatMap((result) => result.rows as Record<string, unknown>[]) }
  }

  /** As `listen`, with the callback outside whatever request happened to commit the message. */
  async hear(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
    checkChannel(channel)
    return this.listen(channel, AsyncResource.bind(onMessage))
  }
}

/** The home over an open embedded database; `release` runs after it is closed. */
export function embeddedHome(database: EmbeddedDatabase, release: () => Promise<void>): Home {
  const db = databaseOver(database)
  const turns = new Map<string, Promise<unknown>>()
  return {
    kind: 'embedded',
    db,
    // The messages never leave this process, so there is no connection to lose and no gap.
    listen: (channel, onMessage) => database.hear(channel, onMessage),
    async ping() {
      await database.run('select 1')
    },
    // There is no other process (I24); callers within this one take turns.
    async exclusively(name, fn) {
      const turn = (turns.get(name) ?? Promise.resolve()).then(fn, fn)
      turns.set(name, turn)
      return turn
    },
    execute: (text, values) => database.run(text, values),
    async close() {
      await database.close()
      await release()
    },
  }
}
