import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { guestToldSql, pseudonymTyped, seesGuestSql } from '../access/guest-names'
import { seesDoorSql } from '../access/own-rooms'
import { mayDo, requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import type { Id } from '../ids/ids'
import { digitsFingerprints } from '../instructions/record-outcome'
import { doorLabelSql } from '../locks/lock-rows'
import type { PasscodeState, Unfit } from '../passcodes/contract'
import { cancelsSql, mayOpenSql, passcodeStateSql } from '../passcodes/state-sql'
import type { Found } from './contract'

interface Row extends Record<string, unknown> {
  kind: Found['kind']
  id: string
  lock_id: Id<'lock'>
  title: string
  detail: string | null
  passcode_id: Id<'passcode'> | null
}

interface CodeRow extends Row {
  state: PasscodeState
  unfit: Unfit | null
  used_anyway: boolean
}

/** *Room, guest or code*: what fits, the best first. Digits are looked up by fingerprint, and travel in a body, never in an address (I32). */
export async function findAnything(ctx: DeskContext, text: string, limit = 12): Promise<Found[]> {
  requirePermission(ctx, 'lock.see')
  const wanted = text.replaceAll('\0', '').trim().slice(0, 100)
  if (wanted === '') return []
  const literal = wanted.replace(/[\\%_]/g, (sign) => `\\${sign}`)
  const pattern = `%${literal}%`
  const told = guestToldSql(ctx, sql`g.ends_at`)
  const coded = pseudonymTyped(ctx, wanted)
  const fits = [
    ...(mayDo(ctx, 'guest-name.see')
      ? [
          sql`${seesGuestSql(ctx, sql`g.ends_at`)} and (g.guest_name ilike ${pattern} or g.booking_number ilike ${pattern})`,
        ]
      : []),
    ...(coded ? [sql`upper(right(g.id, 6)) = ${coded}`] : []),
  ]
  const guests =
    fits.length > 0
      ? sql`union all
      select 'stay', g.id, g.lock_id, coalesce(${told.guestName}, ${told.bookingNumber}), g.room_label, g.starts_at, g.ends_at,
        (select p.id from passcodes p where p.stay_id = g.id order by p.created_at desc, p.id desc limit 1),
        case when g.guest_name ilike ${`${literal}%`} then 1 else 3 end, g.room_label
      from stays g
      where g.property_id = ${ctx.property.id} and (${sql.join(fits, sql` or `)})`
      : sql``
  const { rows } = await ctx.db.execute<Row>(sql`
    select * from (
      select 'lock' as kind, l.id, l.id as lock_id, coalesce(l.room, l.door, l.name) as title, l.name as detail,
        null::timestamptz as starts_at, null::timestamptz as ends_at, null as passcode_id,
        case when lower(coalesce(l.room, l.door, l.name)) = lower(${wanted}) then 0
          when coalesce(l.room, l.door, l.name) ilike ${`${literal}%`} then 1 else 2 end as rank, l.sort_key as sort
      from locks l
      where l.property_id = ${ctx.property.id} and ${seesDoorSql(ctx)} and (l.room ilike ${pattern} or l.door ilike ${pattern} or l.name ilike ${pattern})
      ${guests}) found
    order by rank, sort, id
    limit ${limit}`)
  const byName = rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    lockId: row.lock_id,
    title: row.title,
    detail: row.detail,
    startsAt: row.starts_at == null ? null : instantFromDriver(row.starts_at),
    endsAt: row.ends_at == null ? null : instantFromDriver(row.ends_at),
    passcodeId: row.passcode_id,
    code: null,
  }))
  return [...(await findByDigits(ctx, wanted)), ...byName].slice(0, limit)
}

/** Codes with exactly these digits, for who may show one: fingerprints are per lock, so each lock's is made and asked for there. */
async function findByDigits(ctx: DeskContext, wanted: string): Promise<Found[]> {
  const digits = wanted.replace(/[\s-]/g, '')
  if (!/^\d{4,9}$/.test(digits) || !mayDo(ctx, 'passcode.show')) return []
  const locks = await ctx.db.execute<{ id: Id<'lock'> }>(
    sql`select id from locks where property_id = ${ctx.property.id}`,
  )
  const asked = locks.rows.flatMap(({ id }) => digitsFingerprints(ctx, id, digits).map((print) => ({ id, print })))
  const ids = asked.map(({ id }) => id)
  const prints = asked.map(({ print }) => print)
  const { rows } = await ctx.db.execute<CodeRow>(sql`
    select 'code' as kind, p.id, p.lock_id, case when ${mayOpenSql(ctx.now)} then ${doorLabelSql} else s.door_label end as title,
      null as detail, p.starts_at, p.ends_at, p.id as passcode_id, ${passcodeStateSql(ctx.now)} as state, p.unfit,
      p.used_anyway_at is not null as used_anyway, k.confirmed_at
    from unnest(${sql.param(ids)}::text[], ${sql.param(prints)}::text[]) as asked (lock_id, print)
    join instructions s on s.lock_id = asked.lock_id and s.answer_print = asked.print
    join passcodes p on p.set_instruction_id = s.id
    join locks l on l.id = p.lock_id
    ${cancelsSql(ctx.now)}
    where s.property_id = ${ctx.property.id}
    order by p.ends_at desc
    limit 5`)
  return rows.map((row) => ({
    kind: 'code',
    id: row.id,
    lockId: row.lock_id,
    title: row.title,
    detail: null,
    startsAt: instantFromDriver(row.starts_at),
    endsAt: instantFromDriver(row.ends_at),
    passcodeId: row.passcode_id,
    code: {
      kind: 'code',
      state: row.state,
      unfit: row.unfit,
      usedAnyway: row.used_anyway,
      cancelConfirmedAt: row.confirmed_at == null ? null : instantFromDriver(row.confirmed_at),
    },
  }))
}
