import { sql } from 'drizzle-orm'
import type { Transaction } from '../db/database'
import { leftOut } from './contract'

export interface BackupTable {
  name: string
  /** Columns of the primary key. */
  key: string[]
}

interface TableRow extends Record<string, unknown> {
  name: string
  key: string[]
  parents: string[]
}

/** The tables that a backup holds, as the database itself lists them: each after those that it refers to. */
export async function listTables(tx: Transaction): Promise<BackupTable[]> {
  const { rows } = await tx.execute<TableRow>(sql`
    select c.relname as name,
      coalesce((select json_agg(a.attname order by k.place) from pg_index i, unnest(i.indkey::int2[]) with ordinality as k(attnum, place)
        join pg_attribute a on a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid), '[]') as key,
      coalesce((select json_agg(distinct p.relname) from pg_constraint f join pg_class p on p.oid = f.confrelid
        where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid), '[]') as parents
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`)
  const waiting = rows.filter(({ name }) => !leftOut.includes(name))
  const ordered: BackupTable[] = []
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ parents }) =>
      parents.every((parent) => !waiting.some(({ name }) => name === parent)),
    )
    const [next] = waiting.splice(at, 1)
    if (at === -1 || next === undefined) throw new Error('The tables refer to each other in a circle.')
    ordered.push({ name: next.name, key: next.key })
  }
  return ordered
}
