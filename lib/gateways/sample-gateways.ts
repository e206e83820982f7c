import { and, eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { gateways } from '../db/schema/gateways'
import type { Id } from '../ids/ids'
import type { LockServer } from '../lock-server/contract'
import { isVendorError } from '../lock-server/errors'
import type { Instant } from '../time/clock'
import { type AgedReading, gatewayContact, heartbeatAgeMs } from './rules'
import { noteOwnSample } from './sample-age'

/** What the sampler remembers of each gateway between two samples; lost with the process. */
export type HeartbeatMemory = Map<Id<'gateway'>, AgedReading>

export interface SampledGateway {
  id: Id<'gateway'>
  sampledAt: Instant
  /** Null = the Lock Server refused to say: `failure`. */
  reading: AgedReading | null
  failure: string | null
}

/** Asks once (2.3.2). Throws VendorError when it says something about the connection and not about this gateway. */
export async function askGateway(
  ctx: DeskContext,
  server: LockServer,
  gateway: { id: Id<'gateway'>; name: string },
  memory: HeartbeatMemory,
): Promise<SampledGateway> {
  try {
    const { answer, serverAt, answeredMonotonicMs } = await server.getGatewayStatus(gateway.name)
    const sampledAt = ctx.clock.now()
    const heard = {
      heartbeatAt: answer.lastHeartbeatAt,
      serverAt: serverAt ?? sampledAt,
      monotonicMs: answeredMonotonicMs,
    }
    const reading = { ...heard, ageMs: heartbeatAgeMs(heard, memory.get(gateway.id) ?? null) }
    memory.set(gateway.id, reading)
    return { id: gateway.id, sampledAt, reading, failure: null }
  } catch (error) {
    if (!isVendorError(error) || !isAboutTheGateway(error.kind)) throw error
    return { id: gateway.id, sampledAt: ctx.clock.now(), reading: null, failure: error.kind }
  }
}

const isAboutTheGateway = (kind: string) => kind === 'refused' || kind === 'malformed' || kind === 'not-askable'

/** Writes samples in one transaction; contact lost or regained is told in the activity. */
export async function recordGatewaySamples(
  ctx: DeskContext,
  samples: readonly SampledGateway[],
  heartbeatMs: number,
): Promise<void> {
  requirePermission(ctx, 'gateway.see')
  if (samples.length === 0) return
  await withTransaction(ctx, async (tx) => {
    for (const sample of samples) await recordSample(ctx, tx, sample, heartbeatMs)
  })
  for (const { id, sampledAt, reading } of samples) {
    if (reading) noteOwnSample(ctx, id, sampledAt, reading.monotonicMs)
  }
}

async function recordSample(
  ctx: DeskContext,
  tx: Transaction,
  { id, sampledAt, reading, failure }: SampledGateway,
  heartbeatMs: number,
): Promise<void> {
  const own = and(eq(gateways.id, id), eq(gateways.propertyId, ctx.property.id))
  if (reading === null) {
    // The older sample stays and ages into "not known".
    await tx.update(gateways).set({ readFailure: failure }).where(own)
    return
  }
  const sample = { lastHeartbeatAt: reading.heartbeatAt, ageMs: reading.ageMs, sampledAt, goneAt: null }
  const contact = gatewayContact(sample, heartbeatMs, 0)
  const [before] = await tx
    .select({ name: gateways.name, noContactSinceAt: gateways.noContactSinceAt })
    .from(gateways)
    .where(own)
  if (!before) return
  const lost = contact.kind === 'no-contact'
  const regained = contact.kind === 'in-contact' || contact.kind === 'delayed'
  const noContactSinceAt = lost
    ? (before.noContactSinceAt ?? contact.sinceAt ?? sampledAt)
    : regained
      ? null
      : before.noContactSinceAt
  const turned = (before.noContactSinceAt === null) !== (noContactSinceAt === null)
  await tx
    .update(gateways)
    .set({
      lastHeartbeatAt: reading.heartbeatAt,
      serverTimeAt: reading.serverAt,
      ageMs: reading.ageMs === null ? null : Math.round(reading.ageMs),
      sampledAt,
      noContactSinceAt: noContactSinceAt === null ? null : Math.round(noContactSinceAt),
      readFailure: null,
      ...(turned ? { version: sql`${gateways.version} + 1` } : {}),
    })
    .where(own)
  if (!turned) return
  await recordAuditEvent({ ...ctx, now: sampledAt }, tx, {
    event: lost ? 'gateway.lost-contact' : 'gateway.regained-contact',
    subjectId: id,
    details: {
      name: before.name,
      sinceAt: lost && noContactSinceAt !== null ? Math.round(noContactSinceAt) : before.noContactSinceAt,
    },
  })
}
