import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { guestToldSql, pseudonymTyped } from '../access/guest-names'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { guestKeyStateSql } from '../guest-keys/state-sql'
import type { Id } from '../ids/ids'
import { doorLabelSql } from '../locks/lock-rows'
import { unaccountedForMs } from '../passcodes/rules'
import { cancelsSql, passcodeStateSql } from '../passcodes/state-sql'
import type { Instant } from '../time/clock'
import type { KeyRow, KeysCursor, KeysFilter, KeysState } from './contract'

/** Every code and mobile key of the property, newest first, by keyset; one statement. `limit` + 1 rows tell whether more follow. */
export async function listKeys(
  ctx: DeskContext,
  filter: KeysFilter,
  page: { limit: number; before?: KeysCursor },
): Promise<{ rows: KeyRow[]; next: KeysCursor | null }> {
  requirePermission(ctx, 'passcode.see')
  const rows = await selectKeys(ctx, wantedBy(ctx, filter, page.before), page.limit + 1)
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined
  return { rows: rows.slice(0, page.limit), next: last ? { createdAt: last.createdAt, id: last.id } : null }
}

/** Everything with which one lock may open now or later. */
export async function listLockKeys(ctx: DeskContext, lockId: string): Promise<KeyRow[]> {
  requirePermission(ctx, 'passcode.see')
  return selectKeys(ctx, { own: sql`lock_id = ${lockId}`, derived: liveSql }, 200)
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
  const keys = await selectKeys(ctx, { own: sql`id = any(${ids}::text[])` }, rows.length)
  const found = new Map(keys.map((key) => [key.id, key]))
  return new Map(
    rows.flatMap(({ asked_id, id }) => {
      const key = found.get(id)
      return key ? [[asked_id, key] as const] : []
    }),
  )
}

export const liveSql = sql`state in ('sending', 'waiting-door', 'on-door', 'works-now', 'cancelling', 'cancel-failed', 'no-answer', 'scheduled')`
const inState = {
  live: liveSql,
  waiting: sql`state in ('sending', 'waiting-door', 'cancelling')`,
  trouble: sql`(state in ('failed', 'cancel-failed', 'no-answer') or (unfit is not null and not used_anyway and state not in ('cancelled', 'ended', 'failed')))`,
  unknown: sql`state = 'no-answer'`,
  ended: sql`state in ('ended', 'cancelled', 'ended-unconfirmed', 'closed', 'lost')`,
}

const at = (instant: number) => sql`${new Date(instant).toISOString()}::timestamptz`

/** What is asked of codes and mobile keys: of their own columns, which an index may serve, and of what is derived from more. */
interface Wanted {
  kind?: KeyRow['kind'] | undefined
  own: SQL
  derived?: SQL
}

const all = (parts: readonly SQL[]) => (parts.length > 0 ? sql.join([...parts], sql` and `) : sql`true`)

/** What every row in that state fulfils by what an index holds, so that the years before are not derived to find the few. */
function mayBeIn(state: KeysState, now: Instant, propertyId: Id<'property'>): SQL {
  if (state === 'all' || state === 'ended') return sql`true`
  const lately = sql`ends_at > ${at(now - unaccountedForMs)}`
  if (state === 'unknown') return lately
  const asked = (how: SQL) =>
    sql`requested_by = any(array(select id from instructions where property_id = ${propertyId} and ${how}))`
  if (state !== 'trouble') return sql`(${lately} or ${asked(sql`outcome is null`)})`
  return sql`(${lately} or ${asked(sql`kind = requested_kind and (outcome in ('not-sent', 'rejected') or status in (2, 4))`)} or (unfit is not null and used_anyway_at is null))`
}

/** The same for a text, by what it may stand in, the doors first: whatever they decide, the long tables are not searched for. */
function maySay(ctx: DeskContext, pattern: string, coded: string | null): SQL {
  const here = sql`property_id = ${ctx.property.id}`
  const pseudonym = coded ? sql`or upper(right(id, 6)) = ${coded}` : sql``
  return sql`(
    lock_id in (select id from locks l where ${here} and (${doorLabelSql} ilike ${pattern} or name ilike ${pattern}))
    or stay_id in (select id from stays where ${here} and (guest_name ilike ${pattern} or booking_number ilike ${pattern} ${pseudonym}))
    or requested_by in (select id from instructions where ${here} and (door_label ilike ${pattern} or lock_name ilike ${pattern})))`
}

function wantedBy(
  ctx: DeskContext,
  { text, state = 'all', kind, fromAt, untilAt }: KeysFilter,
  before?: KeysCursor,
): Wanted {
  const own: SQL[] = []
  const derived: SQL[] = []
  if (before) own.push(sql`(created_at, id) < (${at(before.createdAt)}, ${before.id})`)
  if (fromAt !== undefined) own.push(sql`ends_at > ${at(fromAt)}`)
  if (untilAt !== undefined) own.push(sql`starts_at < ${at(untilAt)}`)
  own.push(mayBeIn(state, ctx.now, ctx.property.id))
  if (state !== 'all') derived.push(inState[state])
  const wanted = text?.replaceAll('\0', '').trim()
  if (wanted) {
    const pattern = `%${wanted.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
    // Few rows are left of those states: looked at one by one they are sooner searched.
    if (state === 'all' || state === 'ended') own.push(maySay(ctx, pattern, pseudonymTyped(ctx, wanted)))
    derived.push(
      sql`(door_label ilike ${pattern} or lock_name ilike ${pattern} or guest_name ilike ${pattern} or booking_number ilike ${pattern})`,
    )
  }
  return { kind, own: all(own), derived: all(derived) }
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
}

/** Rule 3's next tries are the machine's: whoever pressed for the first one asked for them all. */
const askedBySql = sql`case when p.instead_of_id is null then s.actor_label else (
  with recursive tries as (
    select o.instead_of_id, o.set_instruction_id from passcodes o where o.id = p.instead_of_id
    union all select o.instead_of_id, o.set_instruction_id from passcodes o join tries on o.id = tries.instead_of_id)
  select i.actor_label from tries join instructions i on i.id = tries.set_instruction_id
  where tries.instead_of_id is null) end`

const newestFirst = sql`order by created_at desc, id desc`

/** The request, door and guest of each row looked up one by one (limit 1): a page needs few, and no plan may read those tables whole. */
const aroundSql = (row: SQL) => sql`
    join lateral (select * from instructions where id = ${row}.requested_by limit 1) s on true
    join lateral (select * from locks where id = ${row}.lock_id limit 1) l on true
    left join lateral (select * from stays where id = ${row}.stay_id limit 1) g on true`

/** What is live goes by the door's name of today, what is over by the name of its time (rule 10). Each kind is read newest first by its own index, as far as the page needs. */
async function selectKeys(
  ctx: DeskContext,
  { kind, own, derived = sql`true` }: Wanted,
  limit: number,
): Promise<KeyRow[]> {
  const mine = sql`property_id = ${ctx.property.id} and ${own}`
  const ofCode = guestToldSql(ctx, sql`greatest(p.ends_at, g.ends_at)`)
  const ofKey = guestToldSql(ctx, sql`greatest(q.ends_at, g.ends_at)`)
  const codes = sql`
    select 'code' as kind, p.id, p.lock_id, ${doorLabelSql} as label_now, s.door_label as label_then, s.lock_name,
      ${ofCode.guestName} as guest_name, ${ofCode.bookingNumber} as booking_number,
      ${passcodeStateSql(ctx.now)} as state, p.unfit, p.used_anyway_at is not null as used_anyway, p.one_time,
      p.cancel_wanted_at is not null as cancel_wanted, k.confirmed_at, p.starts_at, p.ends_at, p.created_at,
      ${askedBySql} as actor_label, s.id as instruction_id
    from (select * from (select *, set_instruction_id as requested_by, 'set-code' as requested_kind from passcodes) own where ${mine} ${newestFirst}) p
    ${aroundSql(sql`p`)}
    ${cancelsSql(ctx.now)}`
  const mobileKeys = sql`
    select 'mobile-key' as kind, q.id, q.lock_id, ${doorLabelSql} as label_now, s.door_label as label_then, s.lock_name,
      ${ofKey.guestName} as guest_name, ${ofKey.bookingNumber} as booking_number,
      ${guestKeyStateSql(ctx.now)} as state, null::text as unfit, false as used_anyway, false as one_time,
      false as cancel_wanted, null::timestamptz as confirmed_at, q.starts_at, q.ends_at, q.created_at,
      s.actor_label, s.id as instruction_id
    from (select * from (select *, instruction_id as requested_by, 'guest-key' as requested_kind, null as unfit, null as used_anyway_at from guest_keys) own where ${mine} ${newestFirst}) q
    ${aroundSql(sql`q`)}`
  const read = [...(kind === 'mobile-key' ? [] : [codes]), ...(kind === 'code' ? [] : [mobileKeys])]
  const arms = read.map(
    (keys) => sql`(
    select * from (select *, case when ${liveSql} then label_now else label_then end as door_label from (${keys}) either) keys
    where ${derived} ${newestFirst} limit ${limit})`,
  )
  const { rows } = await ctx.db.execute<Row>(
    sql`select * from (${sql.join(arms, sql` union all `)}) keys ${newestFirst} limit ${limit}`,
  )
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    lockId: row.lock_id,
    doorLabel: row.door_label,
    guestName: row.guest_name,
    bookingNumber: row.booking_number,
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
