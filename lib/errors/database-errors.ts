/** The five characters by which PostgreSQL names what went wrong, or Node's code when it was not reached; else null. */
export function databaseErrorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, errors } = error as { code?: unknown; errors?: unknown }
  if (typeof code === 'string') return code
  // Several addresses were tried and none answered.
  return Array.isArray(errors) && errors.length > 0 ? databaseErrorCode(errors[0]) : null
}

const outages = /^(08|53|57P|58)|^(25006|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH)$/
const outageWords =
  /timeout exceeded when trying to connect|Connection terminated|is not queryable|does not answer|PGlite (is )?closed/

/**
 * True when the database is away, full or read-only, so that nothing is sent (I23); nothing is wrong with the query.
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
