import { asc, eq, isNull, sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import { type Database, type Transaction, withTransaction } from '../db/database'
import { auditChains, auditEvents } from '../db/schema/audit'
import { lockChain } from './append-events'
import { chainIdOf } from './rules'
import { digestAddress, firstHash, sealBeginning, sealRow } from './seal-row'

const rowsPerStep = 1_000

/**
 * Puts the rows of a time before the chains into them, once: a migration knows no key. The house's chain is begun by this
 * alone and marks that it was done; a row without a place that appears later is a finding. Returns how many there were.
 */
export async function adoptOldRows(db: Database, sealer: Sealer): Promise<number> {
  const [begun] = await db.select({ id: auditChains.id }).from(auditChains).where(eq(auditChains.id, 'house'))
  if (begun) return 0
  return withTransaction({ db }, async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`)
    // A second process that starts with us waits here for our commit, and finds it done.
    if (!(await beginHouse(tx, sealer))) return 0
    const ends = new Map<string, { place: number; hash: string }>()
    let adopted = 0
    for (;;) {
      const rows = await tx
        .select()
        .from(auditEvents)
        .where(isNull(auditEvents.place))
        .orderBy(asc(auditEvents.sequence))
        .limit(rowsPerStep)
      const placed = []
      for (const row of rows) {
        const chainId = chainIdOf(row.propertyId)
        const end = ends.get(chainId) ?? (await lockChain(tx, sealer, chainId))
        const digest = row.address === null ? null : digestAddress(sealer, row.id, row.address)
        const place = end.place + 1
        const hash = sealRow(sealer, end.hash, chainId, place, { ...row, addressDigest: digest })
        ends.set(chainId, { place, hash })
        placed.push({ id: row.id, place, hash, digest })
      }
      if (placed.length > 0) {
        await tx.execute(sql`
          update audit_events e set place = v.place, hash = v.hash, address_digest = v.digest
          from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as v(id text, place bigint, hash text, digest text)
          where e.id = v.id`)
      }
      adopted += rows.length
      if (rows.length < rowsPerStep) break
    }
    for (const [id, end] of ends) await tx.update(auditChains).set(end).where(eq(auditChains.id, id))
    return adopted
  })
}

async function beginHouse(tx: Transaction, sealer: Sealer): Promise<boolean> {
  const hash = firstHash(sealer, 'house')
  const beginning = { id: 'house', cutPlace: 0, cutHash: hash, cutAt: null }
  const begun = await tx
    .insert(auditChains)
    .values({ ...beginning, place: 0, hash, cutMac: sealBeginning(sealer, beginning) })
    .onConflictDoNothing()
    .returning({ id: auditChains.id })
  return begun.length === 1
}
