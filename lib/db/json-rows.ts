import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'

type Columns = Record<string, PgColumn>

/**
 * Rows of a table as one JSON value, for statements that somebody waits for: putting together an insert of thirty columns takes
 * longer than writing the row. `insert into … (${names}) select ${names} from ${of(rows)} …`.
 */
export function jsonRows<C extends Columns>(
  table: PgTable,
  columns: C,
): { names: SQL; of: (rows: readonly { [K in keyof C]?: unknown }[]) => SQL } {
  const stored = Object.entries(columns)
  const asStored = (row: { [K in keyof C]?: unknown }) =>
    Object.fromEntries(
      stored.map(([key, column]) => {
        const value = row[key] ?? null
        return [column.name, value === null || column.dataType === 'json' ? value : column.mapToDriverValue(value)]
      }),
    )
  return {
    names: namesOf(columns),
    of: (rows) =>
      sql`jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows.map(asStored), wellFormed)}::jsonb)`,
  }
}

/** Halves of characters become U+FFFD, as in any other value that a driver writes. */
const wellFormed = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value

/** The names of columns, for a list of what is written or told. */
export const namesOf = (columns: Columns): SQL =>
  sql.raw(
    Object.values(columns)
      .map(({ name }) => `"${name}"`)
      .join(', '),
  )
