import { sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import type { Database } from '../db/database'
import { retiredKeyAad } from '../db/open-sealer'
import { retiredKeys } from '../db/schema/secrets'
import type { Instant } from '../time/clock'
import { type SealedColumn, type SealedRow, sealedColumns } from './sealed-columns'

export interface Rotation {
  /** Sealed texts that now carry the newest key. */
  resealed: number
  /** Those that neither key opens, by `table.column`: they stay as they are. */
  unread: Record<string, number>
  /** False when it was told to stop before it was through. */
  complete: boolean
}

const batchRows = 200

/**
 * Seals everything anew with the newest key, fingerprints of the same rows with it, in statements of their own: it may be
 * killed and begun again, and servers that know both keys go on meanwhile. What the earlier key signed stays checkable.
 */
export async function rotateSecrets(
  db: Database,
  sealer: Sealer,
  { now, signal, batch = batchRows }: { now: Instant; signal?: AbortSignal; batch?: number },
): Promise<Rotation> {
  const { previous } = sealer
  if (previous) {
    const keysSealed = sealer.seal(JSON.stringify([previous.printKey, previous.macKey]), retiredKeyAad(previous.id))
    await db.insert(retiredKeys).values({ id: previous.id, keysSealed, retiredAt: now }).onConflictDoNothing()
  }
  const rotation: Rotation = { resealed: 0, unread: {}, complete: true }
  for (const column of sealedColumns) await rotateColumn(db, sealer, column, { rotation, signal, batch })
  return rotation
}

async function rotateColumn(
  db: Database,
  sealer: Sealer,
  column: SealedColumn,
  { rotation, signal, batch }: { rotation: Rotation; signal: AbortSignal | undefined; batch: number },
): Promise<void> {
  const [table, key, sealed] = [column.table, column.key, column.column].map((name) => sql.identifier(name))
  const reads = Object.entries(column.reads ?? {}).map(
    ([name, text]) => sql`, ${sql.raw(text)} as ${sql.identifier(name)}`,
  )
  for (let after = ''; ; ) {
    if (signal?.aborted) {
      rotation.complete = false
      return
    }
    const { rows } = await db.execute<SealedRow>(sql`
      select ${key} as row_key, ${sealed} as sealed_text ${sql.join(reads)} from ${table}
      where ${key} > ${after} and not starts_with(${sealed}, ${sealer.prefix})
      order by ${key} limit ${batch}`)
    for (const row of rows) {
      if (signal?.aborted) break
      await reseal(db, sealer, column, row, rotation)
    }
    if (rows.length < batch && !signal?.aborted) return
    after = String(rows.at(-1)?.row_key ?? after)
  }
}

async function reseal(
  db: Database,
  sealer: Sealer,
  { table, key, column, aad, print }: SealedColumn,
  row: SealedRow,
  rotation: Rotation,
): Promise<void> {
  const [id, old] = [String(row.row_key), String(row.sealed_text)]
  let text: string
  try {
    text = sealer.unseal(old, aad(id))
  } catch {
    const name = `${table}.${column}`
    rotation.unread[name] = (rotation.unread[name] ?? 0) + 1
    return
  }
  const printed = print?.of(sealer, row, text) ?? null
  const alsoPrint = print && printed !== null ? sql`, ${sql.identifier(print.column)} = ${printed}` : sql``
  // Whoever wrote it meanwhile wrote it with the newest key, or leaves it for another round.
  const { rows } = await db.execute(sql`
    update ${sql.identifier(table)} set ${sql.identifier(column)} = ${sealer.seal(text, aad(id))} ${alsoPrint}
    where ${sql.identifier(key)} = ${id} and ${sql.identifier(column)} = ${old}
    returning 1`)
  rotation.resealed += rows.length
}
