import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import type { Id } from '../ids/ids'

export interface Asked<N extends 'lock' | 'gateway'> {
  id: Id<N>
  name: string
}

interface Found<N extends 'lock' | 'gateway'> {
  id: Id<N>
  name: string
  ageMs: number | null
}

/**
 * Everything that the Lock Server can be asked about: listed, with a name that its API takes. `askedMs` by this process's
 * monotonic clock; a gateway counts as never asked, since its contact is not known before this process asked (R21).
 */
export async function listSubjects(ctx: DeskContext) {
  const { rows } = await ctx.db.execute<{
    locks: Found<'lock'>[]
    gateways: Found<'gateway'>[]
    heartbeat: number | null
  }>(sql`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'name', name,
          'ageMs', extract(epoch from clock_timestamp() - sampled_at) * 1000)), '[]'::json)
        from locks where property_id = ${ctx.property.id} and gone_at is null
          and read_failure is distinct from 'unusable-name') as locks,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'ageMs', null)), '[]'::json)
        from gateways where property_id = ${ctx.property.id} and gone_at is null
          and read_failure is distinct from 'unusable-name') as gateways,
      (select heartbeat_ms from connections where property_id = ${ctx.property.id}) as heartbeat`)
  const [row] = rows
  const nowMs = ctx.clock.monotonicMs()
  const known = <N extends 'lock' | 'gateway'>(found: readonly Found<N>[]) =>
    found.map(({ id, name, ageMs }) => ({
      id,
      what: { id, name },
      askedMs: ageMs === null ? Number.NEGATIVE_INFINITY : nowMs - Math.max(0, ageMs),
    }))
  return { locks: known(row?.locks ?? []), gateways: known(row?.gateways ?? []), heartbeatMs: row?.heartbeat ?? 60_000 }
}
