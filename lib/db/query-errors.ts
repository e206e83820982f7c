import { PgPreparedQuery } from 'drizzle-orm/pg-core'
import { databaseErrorCode } from '../errors/database-errors'
import { noteFailure } from './database'

type Run = (text: string, parameters: unknown[], query: () => Promise<unknown>) => Promise<unknown>

/**
 * Makes failed queries throw the database's own error without the values: drizzle puts every parameter into the message,
 * PGlite beside it, PostgreSQL some into the detail, and from there they reach logs (I32).
 */
export function throwBareErrors(): void {
  const queries = PgPreparedQuery.prototype as unknown as { queryWithCache: Run }
  queries.queryWithCache = async (text, _parameters, query) => {
    try {
      const result = await query()
      if (text.startsWith('rollback to savepoint')) noteFailure(null)
      return result
    } catch (error) {
      removeValues(error)
      noteFailure(error)
      throw error
    }
  }
}

function removeValues(error: unknown): void {
  if (typeof error !== 'object' || error === null) return
  for (const name of ['params', 'queryOptions', 'detail', 'where']) {
    if (name in error) Reflect.set(error, name, undefined)
  }
}

/** True when a row with that key is there already; `constraint` narrows it to one index by name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (databaseErrorCode(error) !== '23505') return false
  return constraint === undefined || (error as { constraint?: unknown }).constraint === constraint
}
