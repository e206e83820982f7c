import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { seesGuestSql } from '../access/guest-names'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { guestKeyStateSql } from '../guest-keys/state-sql'
import type { Id } from '../ids/ids'
import { doorLabelSql } from '../locks/lock-rows'
import { cancelsSql, passcodeStateSql } from '../passcodes/state-sql'
import type { KeyRow, KeysCursor, KeysFilter } from './contract'

/** Every code and mobile key of the property, newest first, by keyset; one statement. `limit` + 1 rows tell whether more follow. */
export async function listKeys(
  ctx: DeskContext,
  filter: KeysFilter,
  page: { limit: number; before?: KeysCursor },
): Promise<{ rows: KeyRow[]; next: KeysCursor | null }> {
  requirePermission(ctx, 'passcode.see')
  const { before } = page
  const where = [
    filterSql(filter),
    before
      ? sql`(created_at, id) < (${new Date(before.createdAt).toISOString()}::timestamptz, ${before.id})`
      : sql`true`,
  ]
  const rows = await selectKeys(ctx, sql.join(where, sql` and `), page.limit + 1)
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined
  return { rows: rows.slice(0, page.limit), next: last ? { createdAt: last.createdAt, id: last.id } : null }
}

/** Everything with which one lock may open now or later. */
export async function listLockKeys(ctx: DeskContext, lockId: string): Promise<KeyRow[]> {
  requirePermission(ctx, 'passcode.see')
  return selectKeys(ctx, sql`lock_id = ${lockId} and ${liveSql}`, 200)
}

/** The code or mobile key behind each of these requests, cancels included, by the request's id. */
export async function listKeysAskedFor(
  ctx: DeskContext,
  instructionIds: readonly Id<'instruction'>[],
): Promise<Map<Id<'instruction'>, KeyRow>> {
  requirePermission(ctx, 'passcode.see')
  if (instructionIds.length === 0) return new Map()
  const asked = sql`any(${sql.param([...instructionIds])}::text[])`
  const { rows } = await ctx.db.execute<{ asked_id: Id<'instruction'>; id: KeyRow['id'] }>(sql`
    select set_instruction_id as asked_id, id from passcodes where set_instruction_id = ${asked}
    union all select instruction_id, passcode_id from passcode_cancels where instruction_id = ${asked}
    union all select instruction_id, id from guest_keys where instruction_id = ${asked}`)
  if (rows.length === 0) return new Map()
  const ids = sql.param(rows.map(({ id }) => id))
  const keys = await selectKeys(ctx, sql`id = any(${ids}::text[])`, rows.length)
  const found = new Map(keys.map((key) => [key.id, key]))
  return new Map(
    rows.flatMap(({ asked_id, id }) => {
      const key = found.get(id)
      return key ? [[asked_id, key] as const] : []
    }),
  )
}

const waiting = sql`state in ('sending', 'waiting-door', 'cancelling')`
const trouble = sql`(state in ('failed', 'cancel-failed', 'no-answer') or (unfit is not null and not used_anyway and state not in ('cancelled', 'ended', 'failed')))`
export const liveSql = sql`state in ('sending', 'waiting-door', 'on-door', 'works-now', 'cancelling', 'cancel-failed', 'no-answer', 'scheduled')`

const at = (instant: number) => sql`${new Date(instant).toISOString()}::timestamptz`

function filterSql({ text, state = 'all', kind, fromAt, untilAt }: KeysFilter): SQL {
  const parts: SQL[] = []
  if (state === 'live') parts.push(liveSql)
  if (state === 'waiting') parts.push(waiting)
  if (state === 'trouble') parts.push(trouble)
  if (state === 'unknown') parts.push(sql`state = 'no-answer'`)
  if (state === 'ended') parts.push(sql`state in ('ended', 'cancelled', 'ended-unconfirmed', 'closed', 'lost')`)
  if (kind) parts.push(sql`kind = ${kind}`)
  if (fromAt !== undefined) parts.push(sql`ends_at > ${at(fromAt)}`)
  if (untilAt !== undefined) parts.push(sql`starts_at < ${at(untilAt)}`)
  const wanted = text?.replaceAll('\0', '').trim()
  if (wanted) {
    const pattern = `%${wanted.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
    const named = sql`named and (guest_name ilike ${pattern} or booking_number ilike ${pattern})`
    parts.push(sql`(door_label ilike ${pattern} or lock_name ilike ${pattern} or (${named}))`)
  }
  return parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`
}

interface Row extends Record<string, unknown> {
  kind: KeyRow['kind']
  id: KeyRow['id']
  lock_id: KeyRow['lockId']
  door_label: string
  guest_name: string | null
  booking_number: string | null
  state: KeyRow['state']
  unfit: KeyRow['unfit']
  used_anyway: boolean
  one_time: boolean
  cancel_wanted: boolean
  actor_label: string
  instruction_id: KeyRow['instructionId']
  /** The reader may see the guest. */
  named: boolean
}

/** Rule 3's next tries are the machine's: whoever pressed for the first one asked for them all. */
const askedBySql = sql`case when p.instead_of_id is null then s.actor_label else (
  with recursive tries as (
    select o.instead_of_id, o.set_instruction_id from passcodes o where o.id = p.instead_of_id
    union all select o.instead_of_id, o.set_instruction_id from passcodes o join tries on o.id = tries.instead_of_id)
  select i.actor_label from tries join instructions i on i.id = tries.set_instruction_id
  where tries.instead_of_id is null) end`

/** What is live goes by the door's name of today, what is over by the name of its time (rule 10). */
async function selectKeys(ctx: DeskContext, where: SQL, limit: number): Promise<KeyRow[]> {
  const { rows } = await ctx.db.execute<Row>(sql`
    select * from (select *, case when ${liveSql} then label_now else label_then end as door_label from (
      select 'code' as kind, p.id, p.lock_id, ${doorLabelSql} as label_now, s.door_label as label_then, s.lock_name, g.guest_name, g.booking_number,
        ${passcodeStateSql(ctx.now)} as state, p.unfit, p.used_anyway_at is not null as used_anyway, p.one_time,
        p.cancel_wanted_at is not null as cancel_wanted, k.confirmed_at, p.starts_at, p.ends_at, p.created_at,
        ${askedBySql} as actor_label, s.id as instruction_id, ${seesGuestSql(ctx, sql`greatest(p.ends_at, g.ends_at)`)} as named
      from passcodes p join instructions s on s.id = p.set_instruction_id join locks l on l.id = p.lock_id left join stays g on g.id = p.stay_id
      ${cancelsSql(ctx.now)}
      where p.property_id = ${ctx.property.id}
      union all
      select 'mobile-key', q.id, q.lock_id, ${doorLabelSql}, s.door_label, s.lock_name, g.guest_name, g.booking_number,
        ${guestKeyStateSql(ctx.now)}, null, false, false, false, null, q.starts_at, q.ends_at, q.created_at,
        s.actor_label, s.id, ${seesGuestSql(ctx, sql`greatest(q.ends_at, g.ends_at)`)}
      from guest_keys q join instructions s on s.id = q.instruction_id join locks l on l.id = q.lock_id join stays g on g.id = q.stay_id
      where q.property_id = ${ctx.property.id}) either) keys
    where ${where}
    order by created_at desc, id desc
    limit ${limit}`)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    lockId: row.lock_id,
    doorLabel: row.door_label,
    guestName: row.named ? row.guest_name : null,
    bookingNumber: row.named ? row.booking_number : null,
    state: row.state,
    unfit: row.unfit,
    usedAnyway: row.used_anyway,
    oneTime: row.one_time,
    cancelWanted: row.cancel_wanted,
    cancelConfirmedAt: row.confirmed_at == null ? null : instantFromDriver(row.confirmed_at),
    startsAt: instantFromDriver(row.starts_at),
    endsAt: instantFromDriver(row.ends_at),
    createdAt: instantFromDriver(row.created_at),
    actorLabel: row.actor_label,
    instructionId: row.instruction_id,
  }))
}
