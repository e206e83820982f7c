import { eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { connections } from '../db/schema/connections'
import { DeskError } from '../errors/desk-error'
import { mayRegisterCallback } from '../lock-server/rules'
import { type ConnectionRow, callbackAddressOf } from './connection-secrets'
import type {
  CallbackPolicy,
  CallbackSender,
  CallbackView,
  ConnectionFailure,
  ConnectionView,
  SourceReach,
  TrustKind,
} from './contract'
import { isFailing } from './rules'

/** The property's connection without its secrets; null when there is none yet. */
export async function findConnection(ctx: DeskContext): Promise<ConnectionView | null> {
  requirePermission(ctx, 'connection.see')
  const row = await findConnectionRow(ctx)
  return row ? connectionViewOf(row) : null
}

/** The callback's settings with the address to register (R16, R17); throws `connection-missing`. */
export async function getCallback(ctx: DeskContext): Promise<CallbackView> {
  requirePermission(ctx, 'connection.see')
  const row = await findConnectionRow(ctx)
  if (!row) throw new DeskError('connection-missing')
  const address = callbackAddressOf(ctx, row)
  return {
    on: row.callbackOn,
    policy: row.callbackPolicy as CallbackPolicy,
    days: row.callbackDays,
    sender: row.callbackSender as CallbackSender,
    address,
    mayRegister: mayRegisterCallback(address),
  }
}

/** What every list that may be stale says about its source; anybody who sees locks may know it. Null without a connection. */
export async function findReach(ctx: DeskContext): Promise<SourceReach | null> {
  requirePermission(ctx, 'lock.see')
  const row = await findConnectionRow(ctx)
  if (!row) return null
  const { reachedAt, failure } = connectionViewOf(row)
  return { reachedAt, failure }
}

/** For verbs of this folder and the sampler: holds sealed secrets, never leaves lib. */
export async function findConnectionRow(ctx: Pick<DeskContext, 'db' | 'property'>): Promise<ConnectionRow | undefined> {
  const [row] = await ctx.db.select().from(connections).where(eq(connections.propertyId, ctx.property.id))
  return row
}

export function connectionViewOf(row: ConnectionRow): ConnectionView {
  return {
    id: row.id,
    baseUrl: row.baseUrl,
    prefix: row.prefix,
    pathStyle: row.pathStyle as ConnectionView['pathStyle'],
    account: row.account,
    username: row.username,
    deviceMac: row.deviceMac,
    trust: row.trust as TrustKind,
    trustedSha256: row.trustedSha256,
    localTime: row.localTime,
    heartbeatMs: row.heartbeatMs,
    version: row.version,
    reachedAt: row.reachedAt,
    failedAt: row.failedAt,
    failure: isFailing(row) ? (row.failure as ConnectionFailure | null) : null,
    changedAt: row.changedAt,
  }
}
