import { eq, is, sql } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import type { DeskContext } from '../access/context'
import type { Database } from '../db/database'
import { onceFor } from '../db/once-for'
import { connections } from '../db/schema/connections'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { openLockServer } from '../lock-server/client'
import type { LockServer } from '../lock-server/contract'
import { errorFields } from '../log/log'
import { type ConnectionRow, openConnection } from './connection-secrets'
import { recordingReach } from './record-reach'

/** How long a changed connection may go unnoticed in another process. */
const rowFreshMs = 1_000

interface Held {
  version: number
  /** Everything else that a new client is needed for. */
  stamp: string
  server: LockServer
}

interface Entry {
  row: Promise<ConnectionRow | undefined> | null
  readMs: number
  held: Held | null
}

const key = Symbol.for('keydesk.lock-servers')
/** On the process: this module exists more than once inside `next start`, the sockets of a connection only once. */
const processWide = globalThis as { [key]?: Map<string, Entry> }

function entries(): Map<string, Entry> {
  processWide[key] ??= new Map()
  return processWide[key]
}

const entryName = (processId: string, propertyId: string) => `${processId} ${propertyId}`

/**
 * The client of the property's Lock Server: one per process and version of the connection. Throws `connection-missing`.
 * Ask for it again before each use: a changed connection closes the older one.
 */
export async function lockServerOf(ctx: DeskContext): Promise<LockServer> {
  const db = outsideTransaction(ctx)
  const name = entryName(ctx.processId, ctx.property.id)
  const entry = entries().get(name) ?? { row: null, readMs: 0, held: null }
  entries().set(name, entry)

  const nowMs = ctx.clock.monotonicMs()
  if (entry.row === null || nowMs - entry.readMs >= rowFreshMs) {
    entry.readMs = nowMs
    entry.row = readRow(db, ctx.property.id)
    entry.row.catch(() => {
      entry.row = null
    })
  }
  const row = await entry.row
  if (!row) throw new DeskError('connection-missing')

  const stamp = [row.id, ctx.property.timeZone, ctx.publicUrl].join(' ')
  const { held } = entry
  // A row that was read before the change and arrives after it must not bring the older connection back.
  if (held && held.stamp === stamp && held.version >= row.version) return held.server
  if (held) closeLater(ctx, held.server)
  const server = recordingReach(ctx, row.id, open(ctx, db, row))
  entry.held = { version: row.version, stamp, server }
  return server
}

/** After a change in this process: the next call reads the row again. Other processes notice within a second. */
export function forgetConnectionRow(ctx: Pick<DeskContext, 'processId' | 'property'>): void {
  const entry = entries().get(entryName(ctx.processId, ctx.property.id))
  if (entry) entry.row = null
}

/** Closes every client of one process of ours, calls under way first; at its end. */
export async function closeLockServers(processId: Id<'process'>): Promise<void> {
  const ours = [...entries()].filter(([name]) => name.startsWith(`${processId} `))
  for (const [name] of ours) entries().delete(name)
  await Promise.all(ours.map(([, entry]) => entry.held?.server.close()))
}

function open(ctx: DeskContext, db: Database, row: ConnectionRow): LockServer {
  const { sealer, clock, log, processId } = ctx
  return openLockServer(openConnection(ctx, row), { db, sealer, clock, log, processId })
}

/** Asked before nearly every command. */
const rowQuery = onceFor((db) =>
  db
    .select()
    .from(connections)
    .where(eq(connections.propertyId, sql.placeholder('propertyId')))
    .prepare(''),
)

async function readRow(db: Database, propertyId: Id<'property'>): Promise<ConnectionRow | undefined> {
  const [row] = await rowQuery(db).execute({ propertyId })
  return row
}

function closeLater(ctx: DeskContext, server: LockServer): void {
  ctx.background.run('close-lock-server', async () => {
    await server.close().catch((error: unknown) => ctx.log.warn(errorFields(error), 'lock server not closed'))
  })
}

/** The client outlives the request, so it never holds the handle of a transaction. */
function outsideTransaction({ db }: Pick<DeskContext, 'db'>): Database {
  if (is(db, PgTransaction)) throw new Error('The Lock Server is never asked inside a transaction.')
  return db as Database
}
