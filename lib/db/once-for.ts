import type { Database, Transaction } from './database'

/** `build`, done once for each database: for queries that are asked so often that putting them together would count. */
export function onceFor<T extends object>(build: (db: Database | Transaction) => T): (db: Database | Transaction) => T {
  const built = new WeakMap<Database | Transaction, T>()
  return (db) => {
    const known = built.get(db)
    if (known) return known
    const fresh = build(db)
    built.set(db, fresh)
    return fresh
  }
}
