import { AsyncLocalStorage } from 'node:async_hooks'
import { type Assume, type ExtractTablesWithRelations, is, type SQL, sql } from 'drizzle-orm'
import { type PgDatabase, type PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core'
import type * as tables from './schema/tables'

/** Every table of the schema, as drizzle takes it. */
export type Schema = typeof tables

/** What `execute` gives on both homes; counts differ between the drivers, so count by `returning()`. */
interface RowsResult extends PgQueryResultHKT {
  readonly type: Rows<Assume<this['row'], Record<string, unknown>>>
}

interface Rows<T> {
  readonly rows: T[]
}

/** The database outside a transaction, whichever home it lives in. */
export type Database = PgDatabase<RowsResult, Schema>

/** The handle that everything inside `withTransaction` uses; `ctx.db` must not be touched there. */
export type Transaction = PgTransaction<RowsResult, Schema, ExtractTablesWithRelations<Schema>>

interface State {
  open: boolean
  /** The error after which the database takes no more statements, and would answer a commit by rolling back. */
  failure: unknown
}

const currentKey = Symbol.for('keydesk.current-transaction')
const outerKey = Symbol.for('keydesk.database-of-transaction')
const lastStepsKey = Symbol.for('keydesk.last-steps-of-transaction')

interface LastStep {
  items: unknown[]
  run: (tx: Transaction, items: unknown[]) => Promise<void>
}

/** On the process, as this module exists more than once inside `next start` and the database only once. */
const processWide = globalThis as {
  [currentKey]?: AsyncLocalStorage<State>
  [outerKey]?: WeakMap<Transaction, Database>
  [lastStepsKey]?: WeakMap<Transaction, Map<symbol, LastStep>>
}
const current = processWide[currentKey] ?? new AsyncLocalStorage<State>()
processWide[currentKey] = current
const outer = processWide[outerKey] ?? new WeakMap<Transaction, Database>()
processWide[outerKey] = outer
const lastSteps = processWide[lastStepsKey] ?? new WeakMap<Transaction, Map<symbol, LastStep>>()
processWide[lastStepsKey] = lastSteps

/** Throws when called inside an open transaction: on the embedded home such a query would wait for itself for ever. */
export function refuseInsideTransaction(): void {
  if (current.getStore()?.open) {
    throw new Error('Inside a transaction only its own handle may be used, not the database handle beside it.')
  }
}

/** Remembers for the transaction around the caller that a statement failed; null after a return to a savepoint. */
export function noteFailure(failure: unknown): void {
  const state = current.getStore()
  if (state?.open) state.failure = failure
}

/** Runs `fn` in the transaction that `holder.db` already is (no savepoint), or in a new one that commits when `fn` returns. */
export async function withTransaction<T>(
  holder: { readonly db: Database | Transaction },
  fn: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const { db } = holder
  if (isTransaction(db)) return fn(db)
  return db.transaction((tx) => {
    outer.set(tx, db)
    lastSteps.set(tx, new Map())
    const state: State = { open: true, failure: null }
    const run = async () => {
      try {
        const result = await fn(tx)
        await takeLastSteps(tx)
        // Caught by `fn` or not: PostgreSQL's answer to the commit would be a silent rollback.
        if (state.failure !== null) throw state.failure
        return result
      } finally {
        state.open = false
      }
    }
    return current.run(state, run)
  })
}

/**
 * Gathers `item` for the last step of the transaction around: `run` is called once per `key` when everything else was done,
 * with all that was gathered, and the commit follows at once. Throws for a handle that `withTransaction` did not open.
 */
export function beforeCommit<T>(
  tx: Transaction,
  key: symbol,
  item: T,
  run: (tx: Transaction, items: T[]) => Promise<void>,
): void {
  const steps = lastSteps.get(tx)
  if (steps === undefined) throw new Error('This transaction was not opened by withTransaction, or is over.')
  const step = steps.get(key)
  if (step) step.items.push(item)
  else steps.set(key, { items: [item], run: run as LastStep['run'] })
}

async function takeLastSteps(tx: Transaction): Promise<void> {
  const steps = lastSteps.get(tx)
  // What comes later, be it from a last step itself, would be lost: it is refused.
  lastSteps.delete(tx)
  for (const { items, run } of steps?.values() ?? []) await run(tx, items)
}

/** The database that `withTransaction` opened this transaction on. */
export function databaseOf(tx: Transaction): Database {
  const db = outer.get(tx)
  if (db === undefined) throw new Error('This transaction was not opened by withTransaction.')
  return db
}

/** Throws for a channel that the two homes would not name alike: small letters, digits and `_` only. */
export function checkChannel(channel: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(channel)) throw new TypeError(`not the name of a channel: ${channel}`)
}

/** Tells listeners of `channel` when, and only if, the transaction commits; payload below 8000 bytes. */
export async function notify(tx: Transaction, channel: string, payload: string): Promise<void> {
  await tx.execute(sql`select ${notifySql(channel, payload)}`)
}

/** The same as part of a statement, once for each row that it is read for. */
export function notifySql(channel: string, payload: string): SQL<unknown> {
  checkChannel(channel)
  return sql`pg_notify(${channel}, ${payload})`
}

export function isTransaction(db: Database | Transaction): db is Transaction {
  return is(db, PgTransaction)
}
