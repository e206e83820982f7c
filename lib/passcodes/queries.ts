import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { guestToldSql, seesGuestSql } from '../access/guest-names'
import { requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { listInstructions } from '../instructions/queries'
import { doorLabelSql } from '../locks/lock-rows'
import type { PasscodeDetail, PasscodeState, PasscodeView, Unfit } from './contract'
import { cancelsSql, mayOpenSql, passcodeStateSql } from './state-sql'

interface Row extends Record<string, unknown> {
  id: Id<'passcode'>
  lock_id: Id<'lock'>
  door_label: string
  lock_name: string
  stay_id: Id<'stay'> | null
  guest_name: string | null
  booking_number: string | null
  state: PasscodeState
  one_time: boolean
  note: string | null
  attempt: number
  unfit: Unfit | null
  instead_of_id: Id<'passcode'> | null
  replaces_id: Id<'passcode'> | null
  used_anyway_note: string | null
  closed_reason: string | null
  closed_note: string | null
  case_note: string | null
  /** The reader may see what may name a guest. */
  named: boolean
  actor_label: string
  set_instruction_id: Id<'instruction'>
  open: boolean
  tries: number
  last_id: Id<'instruction'> | null
}

/**
 * Codes of the property that match `where` (aliases p, s, k, g for stays, l for locks), newest first; one statement. A code
 * for which the door may open goes by the door's name of today, others by the name of their time (rule 10).
 */
export async function selectPasscodes(ctx: DeskContext, where: SQL, limit: number): Promise<PasscodeView[]> {
  const untilAt = sql`greatest(p.ends_at, g.ends_at)`
  const told = guestToldSql(ctx, untilAt)
  const { rows } = await ctx.db.execute<Row>(sql`
    select p.*, s.lock_name, s.actor_label, s.answer_erased_at, ${told.guestName} as guest_name, ${told.bookingNumber} as booking_number, g.erased_at,
      case when ${mayOpenSql(ctx.now)} then ${doorLabelSql} else s.door_label end as door_label,
      ${seesGuestSql(ctx, untilAt)} as named,
      k.confirmed_at, k.open, k.tries, k.last_at, k.last_id, ${passcodeStateSql(ctx.now)} as state
    from passcodes p
    join instructions s on s.id = p.set_instruction_id
    join locks l on l.id = p.lock_id
    left join stays g on g.id = p.stay_id
    ${cancelsSql(ctx.now)}
    where p.property_id = ${ctx.property.id} and (${where})
    order by p.created_at desc, p.id desc
    limit ${limit}`)
  return rows.map(viewOf)
}

const instantOrNull = (value: unknown): number | null => (value === null ? null : instantFromDriver(value))

function viewOf(row: Row): PasscodeView {
  return {
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
    oneTime: row.one_time,
    note: row.named ? row.note : null,
    attempt: row.attempt,
    unfit: row.unfit,
    usedAnyway: row.used_anyway_at !== null,
    usedAnywayNote: row.named ? row.used_anyway_note : null,
    insteadOfId: row.instead_of_id,
    replacesId: row.replaces_id,
    handOverAt: instantOrNull(row.hand_over_at),
    cancelWantedAt: instantOrNull(row.cancel_wanted_at),
    cancels: {
      confirmedAt: instantOrNull(row.confirmed_at),
      open: row.open,
      tries: row.tries,
      lastAt: instantOrNull(row.last_at),
    },
    closedReason: row.closed_reason,
    closedNote: row.named ? row.closed_note : null,
    caseNote: row.named ? row.case_note : null,
    guestErasedAt: row.named ? instantOrNull(row.erased_at) : null,
    notesErasedAt: row.named ? instantOrNull(row.notes_erased_at) : null,
    digitsErasedAt: instantOrNull(row.answer_erased_at),
    createdAt: instantFromDriver(row.created_at),
    actorLabel: row.actor_label,
    setInstructionId: row.set_instruction_id,
    lastCancelInstructionId: row.last_id,
  }
}

/** One code with every request behind it, oldest first; throws `not-found`. */
export async function getPasscode(ctx: DeskContext, id: Id<'passcode'>): Promise<PasscodeDetail> {
  requirePermission(ctx, 'passcode.see')
  const [view] = await selectPasscodes(ctx, sql`p.id = ${id}`, 1)
  if (!view) throw new DeskError('not-found')
  const { rows } = await ctx.db.execute<{ instruction_id: Id<'instruction'> }>(
    sql`select instruction_id from passcode_cancels where passcode_id = ${id}`,
  )
  const ids = [view.setInstructionId, ...rows.map((row) => row.instruction_id)]
  const instructions = await listInstructions(ctx, ids)
  return { ...view, instructions: instructions.sort((a, b) => a.intendedAt - b.intendedAt) }
}

/** Codes for which this lock may open, now or later in their window. */
export async function listLivePasscodes(ctx: DeskContext, lockId: Id<'lock'>): Promise<PasscodeView[]> {
  requirePermission(ctx, 'passcode.see')
  return selectPasscodes(
    ctx,
    sql`p.lock_id = ${lockId} and p.ends_at > ${soonest(ctx)} and ${mayOpenSql(ctx.now)}`,
    200,
  )
}

/** The code that a machine-made try ended in: follows `insteadOf` from the first to the newest (rule 3). */
export async function findNewestAttempt(ctx: DeskContext, id: Id<'passcode'>): Promise<PasscodeView | null> {
  requirePermission(ctx, 'passcode.see')
  const [view] = await selectPasscodes(
    ctx,
    sql`p.id = (with recursive chain as (
        select id, 0 as n from passcodes where id = ${id} and property_id = ${ctx.property.id}
        union all select q.id, chain.n + 1 from passcodes q join chain on q.instead_of_id = chain.id)
      select id from chain order by n desc limit 1)`,
    1,
  )
  return view ?? null
}

/** Codes asked for after this one that stand in its place: it replaces it (rule 4), or is of the same stay. Newest first. */
export async function listLaterPasscodes(
  ctx: DeskContext,
  { id, stayId, createdAt }: PasscodeView,
): Promise<PasscodeView[]> {
  requirePermission(ctx, 'passcode.see')
  const after = sql`p.created_at >= ${new Date(createdAt).toISOString()}::timestamptz and p.id <> ${id}`
  return selectPasscodes(ctx, sql`p.replaces_id = ${id} or (p.stay_id = ${stayId} and ${after})`, 20)
}

/** Possible unknown codes are listed until an hour past their window (I4), so no index range may cut them off. */
const soonest = (ctx: DeskContext): SQL => sql`${new Date(ctx.now - 3_600_000).toISOString()}::timestamptz`
