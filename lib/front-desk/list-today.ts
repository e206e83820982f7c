import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { mayDo, requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { guestKeyStateSql } from '../guest-keys/state-sql'
import { cancelsSql, passcodeStateSql } from '../passcodes/state-sql'
import { type Instant, minuteMs } from '../time/clock'
import { addDays, fromLocal, hotelDayOf } from '../time/zone'
import type { TodayStay } from './contract'

interface Row extends Record<string, unknown> {
  stay_id: TodayStay['stayId']
  lock_id: TodayStay['lockId']
  room_label: string
  guest_name: string | null
  booking_number: string | null
  passcode_id: TodayStay['passcodeId']
  passcode_state: TodayStay['passcodeState']
  guest_key_id: TodayStay['guestKeyId']
  guest_key_state: TodayStay['guestKeyState']
}

/** Stays that begin and stays that end on the hotel day of `ctx.now`, by room. */
export async function listToday(ctx: DeskContext): Promise<{ starting: TodayStay[]; ending: TodayStay[] }> {
  requirePermission(ctx, 'stay.see')
  const { timeZone, hotelDayEndsAt, walkInLeadMinutes } = ctx.property
  const today = hotelDayOf(ctx.now, timeZone, hotelDayEndsAt)
  const at = (instant: Instant) => sql`${new Date(instant).toISOString()}::timestamptz`
  const [from, until] = [today, addDays(today, 1)].map((date) =>
    fromLocal({ date, time: hotelDayEndsAt }, timeZone, 'start'),
  ) as [Instant, Instant]
  // A walk-in's window begins that long before it was asked for (rule 2).
  const lead = walkInLeadMinutes * minuteMs
  const [starting, ending] = [
    await selectStays(ctx, sql`g.starts_at >= ${at(from - lead)} and g.starts_at < ${at(until - lead)}`),
    await selectStays(ctx, sql`g.ends_at >= ${at(from)} and g.ends_at < ${at(until)}`),
  ]
  return { starting, ending }
}

async function selectStays(ctx: DeskContext, where: SQL): Promise<TodayStay[]> {
  const { rows } = await ctx.db.execute<Row>(sql`
    select g.id as stay_id, g.lock_id, g.room_label, g.guest_name, g.booking_number, g.starts_at, g.ends_at,
      code.id as passcode_id, code.state as passcode_state, key.id as guest_key_id, key.state as guest_key_state
    from stays g
    join locks l on l.id = g.lock_id
    left join lateral (
      select p.id, ${passcodeStateSql(ctx.now)} as state
      from passcodes p join instructions s on s.id = p.set_instruction_id ${cancelsSql(ctx.now)}
      where p.stay_id = g.id order by p.created_at desc, p.id desc limit 1) code on true
    left join lateral (
      select q.id, ${guestKeyStateSql(ctx.now)} as state
      from guest_keys q join instructions s on s.id = q.instruction_id
      where q.stay_id = g.id order by q.created_at desc, q.id desc limit 1) key on true
    where g.property_id = ${ctx.property.id} and ${where}
    order by l.sort_key, g.id
    limit 500`)
  const namesSeen = mayDo(ctx, 'guest-name.see')
  return rows.map((row) => ({
    stayId: row.stay_id,
    lockId: row.lock_id,
    roomLabel: row.room_label,
    guestName: namesSeen ? row.guest_name : null,
    bookingNumber: namesSeen ? row.booking_number : null,
    startsAt: instantFromDriver(row.starts_at),
    endsAt: instantFromDriver(row.ends_at),
    passcodeId: row.passcode_id,
    passcodeState: row.passcode_state,
    guestKeyId: row.guest_key_id,
    guestKeyState: row.guest_key_state,
  }))
}
