import { and, asc, eq, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Sealer } from '../crypto/sealer'
import type { Database, Transaction } from '../db/database'
import { auditChains, auditEvents } from '../db/schema/audit'
import type { Id } from '../ids/ids'
import type { WrittenHead, WrittenHeads } from './read-heads'
import { type ChainFault, type ChainReport, chainIdOf } from './rules'
import { isBeginningSealed, isDigestOf, isSealOf } from './seal-row'

type Chain = typeof auditChains.$inferSelect
type Row = typeof auditEvents.$inferSelect
type Handle = Database | Transaction

/** Where a chain ended, and what its table held, in one look. */
interface ChainEnd {
  id: string
  chain: Chain | null
  highest: number
  unplaced: number
}

const rowsPerRead = 1_000
const mostFaults = 20

/**
 * Reads every chain from its beginning to its end as it stands now, and says what is wrong with it (I33): rows that were
 * changed, removed, moved or put in, an end that was cut off, and by the heads outside also one that was cut and patched.
 */
export async function verifyChains(
  db: Handle,
  sealer: Sealer,
  heads: WrittenHeads,
  only?: readonly string[],
): Promise<ChainReport[]> {
  const reports: ChainReport[] = []
  for (const id of only ?? (await listChains(db, heads))) {
    // Rows may go at the beginning while it is read (12 months are over): then it is read once more.
    let report: ChainReport | null = null
    for (let tries = 0; report === null && tries < 5; tries += 1)
      report = await verifyChain(db, sealer, await readEnd(db, id), heads.byChain.get(id) ?? [])
    reports.push(report ?? { chainId: id, rows: 0, faults: [{ kind: 'not-read', place: null }] })
  }
  for (const line of heads.foreignLines)
    reports.push({ chainId: null, rows: 0, faults: [{ kind: 'head-not-ours', place: line }] })
  return reports
}

async function verifyChain(
  db: Handle,
  sealer: Sealer,
  { id, chain, highest, unplaced }: ChainEnd,
  heads: readonly WrittenHead[],
): Promise<ChainReport | null> {
  const faults: ChainFault[] = []
  const tell = (kind: ChainFault['kind'], place: number | null) => faults.push({ kind, place })
  if (unplaced > 0) tell('without-place', null)
  if (chain === null) {
    if (highest > 0 || heads.length > 0) tell('no-end', null)
    return { chainId: id, rows: 0, faults }
  }
  if (!isBeginningSealed(sealer, chain.cutMac, chain)) tell('beginning-not-ours', chain.cutPlace)
  if (highest > chain.place) tell('beyond-end', highest)
  // Several may name one place, by the file and by a mail: all of them must be right.
  const written = new Map<number, string[]>()
  for (const { place, hash } of heads) written.set(place, [...(written.get(place) ?? []), hash])
  const checkHead = (place: number, hash: string) => {
    if (written.get(place)?.some((one) => one !== hash)) tell('not-as-written-outside', place)
  }
  checkHead(chain.cutPlace, chain.cutHash)
  let { cutPlace: place, cutHash: hash } = chain
  let sequence = 0
  let rows = 0
  for await (const row of readRows(db, id, chain)) {
    rows += 1
    const at = row.place as number
    if (at === place) tell('twice', at)
    else if (at !== place + 1) tell('missing', place + 1)
    else if (row.hash === null || !isSealOf(sealer, row.hash, hash, id, at, row)) tell('changed', at)
    else if (row.sequence <= sequence) tell('moved', at)
    if (row.address !== null && !isDigestOf(sealer, row.addressDigest ?? '', row.id, row.address))
      tell('address-changed', at)
    // What follows a wrong row is judged by what stands in it, so that one change is one finding.
    place = at
    hash = row.hash ?? ''
    sequence = row.sequence
    checkHead(place, hash)
    if (faults.length >= mostFaults) break
  }
  if (faults.length < mostFaults) {
    if (place < chain.place) tell('end-missing', place + 1)
    else if (hash !== chain.hash) tell('end-changed', place)
  }
  const furthest = Math.max(0, ...written.keys())
  if (furthest > chain.place) tell('shorter-than-written-outside', furthest)
  const now = await readEnd(db, id)
  if (now.chain?.cutPlace !== chain.cutPlace) return null
  return { chainId: id, rows, faults }
}

/** All chains that there are, by their ends, their rows or the heads outside. */
async function listChains(db: Handle, heads: WrittenHeads): Promise<string[]> {
  const chains = await db.select({ id: auditChains.id }).from(auditChains)
  const owners = await db.selectDistinct({ propertyId: auditEvents.propertyId }).from(auditEvents)
  const ids = [
    ...chains.map(({ id }) => id),
    ...owners.map(({ propertyId }) => chainIdOf(propertyId)),
    ...heads.byChain.keys(),
  ]
  return [...new Set(ids)].sort()
}

/** In one statement: the end and the highest row belong to the same moment. */
async function readEnd(db: Handle, id: string): Promise<ChainEnd> {
  const highest = db
    .select({ value: sql<string | null>`max(${auditEvents.place})`.as('value') })
    .from(auditEvents)
    .where(and(ofChain(id), isNotNull(auditEvents.place)))
  const unplaced = db
    .select({ value: sql<string>`count(*)`.as('value') })
    .from(auditEvents)
    .where(and(ofChain(id), isNull(auditEvents.place)))
  const [row] = await db
    .select({ highest: sql<string | null>`(${highest})`, unplaced: sql<string>`(${unplaced})`, chain: auditChains })
    .from(sql`(select 1) as one`)
    .leftJoin(auditChains, eq(auditChains.id, id))
  return { id, chain: row?.chain ?? null, highest: Number(row?.highest ?? 0), unplaced: Number(row?.unplaced ?? 0) }
}

/** Up to the end as it was seen; what came since has its own look. */
async function* readRows(db: Handle, id: string, chain: Chain): AsyncGenerator<Row> {
  let after: SQL | undefined = gt(auditEvents.place, chain.cutPlace)
  for (;;) {
    const rows: Row[] = await db
      .select()
      .from(auditEvents)
      .where(and(ofChain(id), after, sql`${auditEvents.place} <= ${chain.place}`))
      .orderBy(sql`coalesce(${auditEvents.propertyId}, '')`, asc(auditEvents.place), asc(auditEvents.sequence))
      .limit(rowsPerRead)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsPerRead) return
    after = sql`(${auditEvents.place}, ${auditEvents.sequence}) > (${last.place}::bigint, ${last.sequence}::bigint)`
  }
}

/** As the index over places has it. */
const ofChain = (id: string): SQL =>
  sql`coalesce(${auditEvents.propertyId}, '') = ${id === 'house' ? '' : (id as Id<'property'>)}`
