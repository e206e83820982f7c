import { eq, inArray, sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import type { Transaction } from '../db/database'
import { auditChains, auditEvents, auditRepeats } from '../db/schema/audit'
import { chainIdOf, type SealedRow } from './rules'
import { digestAddress, firstHash, sealBeginning, sealRow } from './seal-row'

export type NewAuditRow = Omit<SealedRow, 'addressDigest'> & typeof auditEvents.$inferInsert

/** A row on its way into its chain; with a bucket it is told once, and counted `times` more. */
export interface PendingEvent {
  sealer: Sealer
  row: NewAuditRow
  times: number
}

type Chain = typeof auditChains.$inferSelect

const rowsPerInsert = 500

/**
 * Puts rows at the ends of their chains: the last step of a transaction, since every other writer of these chains waits from
 * here to the commit (I33). Chains are taken in one order, so that no two transactions wait for each other.
 */
export async function appendEvents(tx: Transaction, events: readonly PendingEvent[]): Promise<void> {
  const byChain = new Map<string, PendingEvent[]>()
  for (const event of events) {
    const id = chainIdOf(event.row.propertyId ?? null)
    byChain.set(id, [...(byChain.get(id) ?? []), event])
  }
  for (const id of [...byChain.keys()].sort()) {
    const [first, ...others] = byChain.get(id) as [PendingEvent, ...PendingEvent[]]
    await appendToChain(tx, await lockChain(tx, first.sealer, id), [first, ...others])
  }
}

/** The chain's end, ours until the commit; begun when there was none. */
export async function lockChain(tx: Transaction, sealer: Sealer, id: string): Promise<Chain> {
  const look = () => tx.select().from(auditChains).where(eq(auditChains.id, id)).for('update')
  const [found] = await look()
  if (found) return found
  const hash = firstHash(sealer, id)
  const beginning = { id, cutPlace: 0, cutHash: hash, cutAt: null }
  await tx
    .insert(auditChains)
    .values({ ...beginning, place: 0, hash, cutMac: sealBeginning(sealer, beginning) })
    .onConflictDoNothing()
  const [begun] = await look()
  return begun as Chain
}

async function appendToChain(tx: Transaction, chain: Chain, events: readonly PendingEvent[]): Promise<void> {
  const told = await findTold(tx, events)
  const repeats = new Map<string, number>()
  const rows: NewAuditRow[] = []
  let { place, hash } = chain
  for (const { sealer, row, times } of events) {
    const known = row.bucket === null ? undefined : told.get(row.bucket)
    if (row.bucket !== null) repeats.set(known ?? row.id, (repeats.get(known ?? row.id) ?? 0) + times)
    if (known !== undefined) continue
    if (row.bucket !== null) told.set(row.bucket, row.id)
    place += 1
    const addressDigest = row.address == null ? null : digestAddress(sealer, row.id, row.address)
    hash = sealRow(sealer, hash, chain.id, place, { ...row, addressDigest })
    rows.push({ ...row, addressDigest, place, hash })
  }
  const last = rows.splice(-(rows.length % rowsPerInsert || rowsPerInsert))
  for (let at = 0; at < rows.length; at += rowsPerInsert)
    await tx.insert(auditEvents).values(rows.slice(at, at + rowsPerInsert))
  // In one statement: every other writer of the chain waits for it.
  if (last.length > 0)
    await tx.execute(sql`
      with told as ${tx.insert(auditEvents).values(last)},
        moved as ${tx.update(auditChains).set({ place, hash }).where(eq(auditChains.id, chain.id))}
      select`)
  if (repeats.size > 0) {
    await tx
      .insert(auditRepeats)
      .values([...repeats].map(([eventId, count]) => ({ eventId: eventId as NewAuditRow['id'], count })))
      .onConflictDoUpdate({
        target: auditRepeats.eventId,
        set: { count: sql`${auditRepeats.count} + excluded.count` },
      })
  }
}

/** What was told already in this minute, by bucket: a bucket belongs to one chain, which is ours now. */
async function findTold(tx: Transaction, events: readonly PendingEvent[]): Promise<Map<string, string>> {
  const buckets = [...new Set(events.flatMap(({ row }) => row.bucket ?? []))]
  if (buckets.length === 0) return new Map()
  const rows = await tx
    .select({ id: auditEvents.id, bucket: auditEvents.bucket })
    .from(auditEvents)
    .where(inArray(auditEvents.bucket, buckets))
  return new Map(rows.map(({ id, bucket }) => [bucket as string, id]))
}
