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
  unknown_code: boolean
  waiting: boolean
}

/** How many codes and mobile keys each door may open for; doors without any are not in it. One statement. */
export async function listDoorKeys(ctx: DeskContext): Promise<DoorKeys[]> {
  requirePermission(ctx, 'lock.see')
  const recently = sql`${new Date(ctx.now - hourMs).toISOString()}::timestamptz`
  const { rows } = await ctx.db.execute<Row>(sql`
    select lock_id, count(*) filter (where kind = 'code')::int as codes, count(*) filter (where kind = 'key')::int as mobile_keys,
      count(*) filter (where state in ('on-door', 'works-now', 'cancelling', 'cancel-failed'))::int as confirmed,
      count(*) filter (where state in ('sending', 'waiting-door'))::int as coming,
      max(ends_at) filter (where kind = 'key' or state in ('on-door', 'works-now', 'cancelling', 'cancel-failed')) as until_at,
      max(ends_at) filter (where kind = 'code' and state = 'no-answer') as unknown_until_at, bool_or(state = 'no-answer') as unknown_code,
      bool_or(state in ('sending', 'waiting-door', 'cancelling')) as waiting
    from (
      select p.lock_id, 'code' as kind, p.ends_at, ${passcodeStateSql(ctx.now)} as state
      from passcodes p join instructions s on s.id = p.set_instruction_id ${cancelsSql(ctx.now)}
      where p.property_id = ${ctx.property.id} and p.ends_at > ${recently} and ${mayOpenSql(ctx.now)}
      union all
      select q.lock_id, 'key', q.ends_at, 'key' from guest_keys q join instructions s on s.id = q.instruction_id
      where q.property_id = ${ctx.property.id} and q.ends_at > ${recently} and ${keyMayOpenSql(ctx.now)}) live
    group by lock_id`)
  return rows.map((row) => ({
    lockId: row.lock_id,
    codes: row.codes,
    confirmed: row.confirmed,
    coming: row.coming,
    mobileKeys: row.mobile_keys,
    untilAt: row.until_at == null ? null : instantFromDriver(row.until_at),
    unknownCode: row.unknown_code,
    unknownUntilAt: row.unknown_until_at == null ? null : instantFromDriver(row.unknown_until_at),
    waiting: row.waiting,
  }))
}
