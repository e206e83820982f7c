import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { keyMayOpenSql } from '../guest-keys/state-sql'
import type { Id } from '../ids/ids'
import { cancelsSql, mayOpenSql, passcodeStateSql } from '../passcodes/state-sql'
import { hourMs } from '../time/clock'
import type { DoorKeys } from './contract'

interface Row extends Record<string, unknown> {
  lock_id: Id<'lock'>
  codes: number
  confirmed: number
  coming: number
  mobile_keys: number
  permanent_keys: number
  shared_keys: number
  unknown_code: boolean
  waiting: boolean
}

/** How many codes and keys each door may open for; of codes those that serve somebody count. Doors without any are not in it. One statement. */
export async function listDoorKeys(ctx: DeskContext): Promise<DoorKeys[]> {
  requirePermission(ctx, 'lock.see')
  const recently = sql`${new Date(ctx.now - hourMs).toISOString()}::timestamptz`
  const now = sql`${new Date(ctx.now).toISOString()}::timestamptz`
  const confirmed = sql`state in ('on-door', 'works-now', 'cancelling', 'cancel-failed')`
  const { rows } = await ctx.db.execute<Row>(sql`
    select lock_id, count(*) filter (where kind = 'code')::int as codes, count(*) filter (where kind = 'key')::int as mobile_keys,
      count(*) filter (where kind = 'shared')::int as shared_keys, count(*) filter (where kind = 'permanent')::int as permanent_keys,
      count(*) filter (where serves and ${confirmed})::int as confirmed,
      count(*) filter (where serves and state in ('sending', 'waiting-door'))::int as coming,
      max(ends_at) filter (where kind <> 'code' or (serves and ${confirmed})) as until_at,
      max(ends_at) filter (where kind = 'code' and state = 'no-answer') as unknown_until_at, bool_or(state = 'no-answer') as unknown_code,
      bool_or(state in ('sending', 'waiting-door', 'cancelling')) as waiting
    from (
      select p.lock_id, 'code' as kind, p.ends_at, ${passcodeStateSql(ctx.now)} as state,
        p.unfit is null or p.used_anyway_at is not null as serves
      from passcodes p join instructions s on s.id = p.set_instruction_id ${cancelsSql(ctx.now)}
      where p.property_id = ${ctx.property.id} and p.ends_at > ${recently} and ${mayOpenSql(ctx.now)}
      union all
      select q.lock_id, 'key', q.ends_at, 'key', true from guest_keys q join instructions s on s.id = q.instruction_id
      where q.property_id = ${ctx.property.id} and q.ends_at > ${recently} and ${keyMayOpenSql(ctx.now)}
      union all
      select h.lock_id, 'shared', h.ends_at, 'shared', true from shared_keys h
      where h.property_id = ${ctx.property.id} and h.lock_id is not null and h.decision = 'accepted' and h.ends_at > ${now}
      union all
      select k.lock_id, 'permanent', null, 'key', true from permanent_keys k join instructions s on s.id = k.instruction_id
      where k.property_id = ${ctx.property.id} and k.lost_at is null
        and s.outcome is distinct from 'not-sent' and s.outcome is distinct from 'rejected') live
    group by lock_id`)
  return rows.map((row) => ({
    lockId: row.lock_id,
    codes: row.codes,
    confirmed: row.confirmed,
    coming: row.coming,
    mobileKeys: row.mobile_keys,
    permanentKeys: row.permanent_keys,
    sharedKeys: row.shared_keys,
    untilAt: row.until_at == null ? null : instantFromDriver(row.until_at),
    unknownCode: row.unknown_code,
    unknownUntilAt: row.unknown_until_at == null ? null : instantFromDriver(row.unknown_until_at),
    waiting: row.waiting,
  }))
}
