import { PgPreparedQuery } from 'drizzle-orm/pg-core'
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

/** The five characters by which PostgreSQL names what went wrong, or Node's code when it was not reached; else null. */
export function databaseErrorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, errors } = error as { code?: unknown; errors?: unknown }
  if (typeof code === 'string') return code
  // Several addresses were tried and none answered.
  return Array.isArray(errors) && errors.length > 0 ? databaseErrorCode(errors[0]) : null
}

/** True when a row with that key is there already; `constraint` narrows it to one index by name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (databaseErrorCode(error) !== '23505') return false
  return constraint === undefined || (error as { constraint?: unknown }).constraint === constraint
}

const outages = /^(08|53|57P|58)|^(25006|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH)$/
const outageWords =
  /timeout exceeded when trying to connect|Connection terminated|is not queryable|does not answer|PGlite (is )?closed/

/**
 * True when the database is away, full or read-only, so that nothing was committed (I23); nothing is wrong with the query.
 * What only wraps such an error counts too.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const code = databaseErrorCode(at)
    if (code !== null ? outages.test(code) : at instanceof Error && outageWords.test(at.message)) return true
    at = (at as { cause?: unknown }).cause
  }
  return false
}
