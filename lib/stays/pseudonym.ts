import { type SQL, sql } from 'drizzle-orm'

/** What stands in place of an erased guest's name in a row of stays: the end of its own id, so that nobody is found by it. */
export const pseudonymSql: SQL<string> = sql`'G-' || upper(right(stays.id, 6))`
