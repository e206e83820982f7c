import { asc, eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { connections } from '../db/schema/connections'
import { gateways } from '../db/schema/gateways'
import type { GatewaySample, GatewayView } from './contract'
import { gatewayContact } from './rules'
import { sinceSampleMs } from './sample-age'

type Row = typeof gateways.$inferSelect & Pick<GatewaySample, 'askedInVainAt'>

const defaultHeartbeatMs = 60_000

/** Every gateway of the property that is or was listed, by name, with its contact at this moment. */
export async function listGateways(ctx: DeskContext): Promise<GatewayView[]> {
  requirePermission(ctx, 'gateway.see')
  const rows = await ctx.db
    .select({
      gateway: gateways,
      heartbeatMs: connections.heartbeatMs,
      failedAt: connections.failedAt,
      reachedAt: connections.reachedAt,
    })
    .from(gateways)
    .leftJoin(connections, eq(connections.propertyId, gateways.propertyId))
    .where(eq(gateways.propertyId, ctx.property.id))
    .orderBy(sql`${gateways.goneAt} is not null`, asc(gateways.name))
  return rows.map(({ gateway, heartbeatMs, failedAt, reachedAt }) => {
    const askedInVainAt = failedAt !== null && failedAt > (reachedAt ?? 0) ? failedAt : null
    return gatewayViewOf(ctx, { ...gateway, askedInVainAt }, heartbeatMs ?? defaultHeartbeatMs)
  })
}

function gatewayViewOf(ctx: DeskContext, row: Row, heartbeatMs: number): GatewayView {
  const { id, name, ageMs, sampledAt, goneAt, readFailure } = row
  const sampleAgeMs = sinceSampleMs(ctx, id, sampledAt)
  const known = sampledAt !== null && sampleAgeMs >= 0
  return {
    id,
    name,
    contact: gatewayContact(row, heartbeatMs, sampleAgeMs),
    heartbeatAgeMs: known && ageMs !== null && row.lastHeartbeatAt !== null ? Math.max(0, ageMs) + sampleAgeMs : null,
    sampleAgeMs: known ? sampleAgeMs : null,
    sampledAt,
    goneAt,
    readFailure,
  }
}
