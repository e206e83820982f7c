import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { guestToldSql, seesGuestSql } from '../access/guest-names'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { doorLabelSql } from '../locks/lock-rows'
import type { GuestKeyState, GuestKeyView } from './contract'
import { guestKeyStateSql, keyMayOpenSql } from './state-sql'

interface Row extends Record<string, unknown> {
  id: Id<'guestKey'>
  lock_id: Id<'lock'>
  door_label: string
  lock_name: string
  stay_id: Id<'stay'>
  guest_name: string | null
  booking_number: string | null
  state: GuestKeyState
  note: string | null
  actor_label: string
  instruction_id: Id<'instruction'>
  /** The reader may see what may name a guest. */
  named: boolean
}

const instantOrNull = (value: unknown): number | null => (value === null ? null : instantFromDriver(value))

async function selectGuestKeys(ctx: DeskContext, where: SQL, limit: number): Promise<GuestKeyView[]> {
  const untilAt = sql`greatest(q.ends_at, g.ends_at)`
  const told = guestToldSql(ctx, untilAt)
  const { rows } = await ctx.db.execute<Row>(sql`
    select q.*, s.lock_name, s.actor_label, s.answer_erased_at, ${told.guestName} as guest_name, ${told.bookingNumber} as booking_number, g.erased_at, ${guestKeyStateSql(ctx.now)} as state,
      case when ${keyMayOpenSql(ctx.now)} then ${doorLabelSql} else s.door_label end as door_label,
      ${seesGuestSql(ctx, untilAt)} as named
    from guest_keys q
    join instructions s on s.id = q.instruction_id
    join locks l on l.id = q.lock_id
    join stays g on g.id = q.stay_id
    where q.property_id = ${ctx.property.id} and (${where})
    order by q.created_at desc, q.id desc
    limit ${limit}`)
  return rows.map((row) => ({
    id: row.id,
    lockId: row.lock_id,
    doorLabel: row.door_label,
    lockName: row.lock_name,
    stayId: row.stay_id,
    guestName: row.guest_name,
    bookingNumber: row.booking_number,
    state: row.state,
    startsAt: instantFromDriver(row.starts_at),
    endsAt: instantFromDriver(row.ends_at),
    note: row.named ? row.note : null,
    shownAt: row.shown_at === null ? null : instantFromDriver(row.shown_at),
    guestErasedAt: row.named ? instantOrNull(row.erased_at) : null,
    noteErasedAt: row.named ? instantOrNull(row.note_erased_at) : null,
    codeErasedAt: instantOrNull(row.answer_erased_at),
    createdAt: instantFromDriver(row.created_at),
    actorLabel: row.actor_label,
    instructionId: row.instruction_id,
  }))
}

/** One mobile key; throws `not-found`. */
export async function getGuestKey(ctx: DeskContext, id: Id<'guestKey'>): Promise<GuestKeyView> {
  requirePermission(ctx, 'passcode.see')
  const [view] = await selectGuestKeys(ctx, sql`q.id = ${id}`, 1)
  if (!view) throw new DeskError('not-found')
  return view
}

/** Mobile keys for which this lock may open, now or later in their window. */
export async function listLiveGuestKeys(ctx: DeskContext, lockId: Id<'lock'>): Promise<GuestKeyView[]> {
  requirePermission(ctx, 'passcode.see')
  return selectGuestKeys(ctx, sql`q.lock_id = ${lockId} and ${keyMayOpenSql(ctx.now)}`, 200)
}
