import { eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import { type Database, databaseOf, type Transaction } from '../db/database'
import { jsonRows } from '../db/json-rows'
import { auditChains, auditEvents, auditRepeats } from '../db/schema/audit'
import { type End, endsOf } from './chain-ends'
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
  const ends = endsOf(databaseOf(tx))
  for (const id of [...byChain.keys()].sort()) {
    const [first, ...others] = byChain.get(id) as [PendingEvent, ...PendingEvent[]]
    const pending = [first, ...others]
    const known = ends.get(id)
    const end =
      (known && (await appendToEnd(tx, known, pending))) ??
      (await appendToChain(tx, await lockChain(tx, first.sealer, id), pending))
    ends.set(id, end)
  }
}

/** In one statement, if the chain still ends there; else nothing is written, and null. Not for what is told once and counted. */
async function appendToEnd(tx: Transaction, known: End, events: readonly PendingEvent[]): Promise<End | null> {
  if (events.length > rowsPerInsert || events.some(({ row }) => row.bucket !== null)) return null
  const { end, rows } = sealAfter(known, events)
  const { rows: told } = await tx.execute(sql`
    with moved as (${movingEnd(end, sql`place = ${known.place} and hash = ${known.hash}`)})
    ${tellingRows(rows, sql`exists (select from moved)`)}`)
  return told.length === events.length ? end : null
}

/** One line as part of a statement of the caller's: the parts in this order, the change of which it tells between them. */
export interface LineInStatement {
  /** Gives a row if the chain still ends where this process saw it, which stays so until the commit. */
  endHere: (when: SQL) => SQL
  moved: (when: SQL) => SQL
  told: (when: SQL) => SQL
  /** To be called once the statement has told the line. */
  done: () => void
}

const nothing = () => sql`select where false`
/** In place of a line that cannot be told so, or is none. */
export const noLine: LineInStatement = { endHere: nothing, moved: nothing, told: nothing, done() {} }

/** Null when this process has not seen the chain's end yet, or the line is told once and counted. */
export function lineInStatement(db: Database, event: PendingEvent): LineInStatement | null {
  const id = chainIdOf(event.row.propertyId ?? null)
  const known = endsOf(db).get(id)
  if (known === undefined || event.row.bucket !== null) return null
  const { end, rows } = sealAfter(known, [event])
  return {
    endHere: (when) =>
      sql`select id from audit_chains where id = ${id} and place = ${known.place} and hash = ${known.hash} and ${when} for update`,
    moved: (when) => movingEnd(end, when),
    told: (when) => tellingRows(rows, when),
    done: () => endsOf(db).set(id, end),
  }
}

const movingEnd = ({ id, place, hash }: End, when: SQL): SQL =>
  sql`update audit_chains set place = ${place}, hash = ${hash} where id = ${id} and ${when} returning 1 as here`

const { sequence: _, ...told } = getTableColumns(auditEvents)
const stored = jsonRows(auditEvents, told)

const tellingRows = (rows: readonly NewAuditRow[], when: SQL): SQL =>
  sql`insert into audit_events (${stored.names}) select ${stored.names} from ${stored.of(rows)} where ${when} order by place returning 1 as here`

function sealAfter(known: End, events: readonly PendingEvent[]): { end: End; rows: NewAuditRow[] } {
  const end = { ...known }
  return { rows: events.map((event) => sealNext(end, event)), end }
}

/** The row sealed at the place after `end`, which moves there. */
function sealNext(end: End, { sealer, row }: PendingEvent): NewAuditRow {
  end.place += 1
  const addressDigest = row.address == null ? null : digestAddress(sealer, row.id, row.address)
  end.hash = sealRow(sealer, end.hash, end.id, end.place, { ...row, addressDigest })
  return { ...row, addressDigest, place: end.place, hash: end.hash }
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

async function appendToChain(tx: Transaction, chain: Chain, events: readonly PendingEvent[]): Promise<End> {
  const told = await findTold(tx, events)
  const repeats = new Map<string, number>()
  const rows: NewAuditRow[] = []
  const end: End = { id: chain.id, place: chain.place, hash: chain.hash }
  for (const event of events) {
    const { row, times } = event
    const known = row.bucket === null ? undefined : told.get(row.bucket)
    if (row.bucket !== null) repeats.set(known ?? row.id, (repeats.get(known ?? row.id) ?? 0) + times)
    if (known !== undefined) continue
    if (row.bucket !== null) told.set(row.bucket, row.id)
    rows.push(sealNext(end, event))
  }
  const { place, hash } = end
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
  return end
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
