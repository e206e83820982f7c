import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import type { Id } from '../ids/ids'
import type { LockReading, LockServer } from '../lock-server/contract'
import { isVendorError } from '../lock-server/errors'
import { dayMs, type Instant } from '../time/clock'

export interface SampledLock {
  id: Id<'lock'>
  sampledAt: Instant
  serverTimeAt: Instant
  /** Null = the Lock Server would not say: `failure`. */
  readings: readonly LockReading[] | null
  failure: string | null
}

/** Asks once (2.4.1). Throws VendorError when it says something about the connection and not about this lock. */
export async function askLock(
  ctx: DeskContext,
  server: LockServer,
  lock: { id: Id<'lock'>; name: string },
): Promise<SampledLock> {
  try {
    const { answer, serverAt } = await server.readLock(lock.name)
    const sampledAt = ctx.clock.now()
    return { id: lock.id, sampledAt, serverTimeAt: serverAt ?? sampledAt, readings: answer, failure: null }
  } catch (error) {
    if (!isVendorError(error) || !['refused', 'malformed', 'not-askable'].includes(error.kind)) throw error
    const sampledAt = ctx.clock.now()
    return { id: lock.id, sampledAt, serverTimeAt: sampledAt, readings: null, failure: error.kind }
  }
}

/** A gateway's reading that nobody renewed for so long is dropped. */
const keptMs = 7 * dayMs

/**
 * Writes samples, whole batches at once. An answer of one entry may be a deployment that names only the connected gateway
 * (R8), so other gateways' readings stay and grow old; an answer with none or several says all there is.
 */
export async function recordLockSamples(ctx: DeskContext, batch: readonly SampledLock[]): Promise<void> {
  requirePermission(ctx, 'lock.see')
  if (batch.length === 0) return
  // Of a lock that was asked twice, the later answer.
  const samples = [...new Map(batch.map((sample) => [sample.id, sample])).values()]
  const iso = (at: Instant | null) => (at === null ? null : new Date(at).toISOString())
  const asked = samples.map(({ id, sampledAt, failure, readings }) => ({
    id,
    sampled_at: iso(sampledAt),
    failure,
    complete: readings !== null && readings.length !== 1,
  }))
  const heard = samples.flatMap(({ id, sampledAt, serverTimeAt, readings }) =>
    (readings ?? []).map((reading) => ({
      lock_id: id,
      gateway_name: reading.gatewayName,
      signal_dbm: reading.signalDbm,
      heard_at: iso(reading.heardAt),
      server_time_at: iso(serverTimeAt),
      sampled_at: iso(sampledAt),
    })),
  )
  await withTransaction(ctx, async (tx) => {
    // A sample is nobody's acknowledged work: the next one replaces it, so it need not wait for the disk.
    await tx.execute(sql`set local synchronous_commit to off`)
    await tx.execute(sql`
      update locks l set
        sampled_at = case when s.failure is null then s.sampled_at else l.sampled_at end, read_failure = s.failure
      from json_to_recordset(${JSON.stringify(asked)}::json) as s(id text, sampled_at timestamptz, failure text)
      where l.id = s.id and l.property_id = ${ctx.property.id}`)
    await tx.execute(sql`
      delete from lock_readings r
      using json_to_recordset(${JSON.stringify(asked)}::json) as s(id text, sampled_at timestamptz, complete boolean)
      where r.lock_id = s.id and r.property_id = ${ctx.property.id}
        and (s.complete or r.sampled_at < s.sampled_at - ${`${keptMs} milliseconds`}::interval)`)
    if (heard.length === 0) return
    await tx.execute(sql`
      insert into lock_readings (lock_id, gateway_name, property_id, signal_dbm, heard_at, server_time_at, sampled_at)
      select h.lock_id, h.gateway_name, l.property_id, h.signal_dbm, h.heard_at, h.server_time_at, h.sampled_at
      from json_to_recordset(${JSON.stringify(heard)}::json) as h(lock_id text, gateway_name text, signal_dbm integer,
        heard_at timestamptz, server_time_at timestamptz, sampled_at timestamptz)
      join locks l on l.id = h.lock_id and l.property_id = ${ctx.property.id}
      on conflict (lock_id, gateway_name) do update set signal_dbm = excluded.signal_dbm, heard_at = excluded.heard_at,
        server_time_at = excluded.server_time_at, sampled_at = excluded.sampled_at`)
  })
}
