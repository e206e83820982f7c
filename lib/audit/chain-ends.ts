import type { Database } from '../db/database'

/** The last place of a chain and the hash up to it. */
export interface End {
  id: string
  place: number
  hash: string
}

const key = Symbol.for('keydesk.audit-chain-ends')
/** On the process: this module exists more than once inside `next start`. */
const processWide = globalThis as { [key]?: WeakMap<Database, Map<string, End>> }

/** Where this process last saw the chains of a database end: a guess, which every statement holds against the database. */
export function endsOf(db: Database): Map<string, End> {
  processWide[key] ??= new WeakMap()
  const known = processWide[key].get(db)
  if (known) return known
  const ends = new Map<string, End>()
  processWide[key].set(db, ends)
  return ends
}
