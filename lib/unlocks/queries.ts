import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { mayDo, requirePermission } from '../access/require-permission'
import { instantFromDriver } from '../db/columns'
import type { Id } from '../ids/ids'
import { getDoor } from '../locks/queries'
import type { JustPressed, Occupancy } from './contract'
import { justPressedMs } from './rules'

/** Doors behind which a guest may be (rule 9): a live or possible unknown code, a mobile key, a key from another system, or a stay without any. */
function behindDoorsSql(ctx: DeskContext, mine: (row: SQL) => SQL): SQL {
  const now = sql`${new Date(ctx.now).toISOString()}::timestamptz`
  return sql`
    select p.lock_id from passcodes p join instructions s on s.id = p.set_instruction_id
    where ${mine(sql`p`)} and p.ends_at > ${now} and p.starts_at <= ${now} and p.closed_at is null and p.lost_at is null
      and (s.outcome in ('accepted', 'unknown') or s.outcome is null) and s.status is distinct from 2 and s.status is distinct from 4
      and not exists (select 1 from passcode_cancels c join instructions i on i.id = c.instruction_id
        where c.passcode_id = p.id and i.status = 1)
    union all
    select q.lock_id from guest_keys q join instructions s on s.id = q.instruction_id
    where ${mine(sql`q`)} and q.ends_at > ${now} and q.starts_at <= ${now} and q.lost_at is null
      and (s.outcome in ('accepted', 'unknown') or s.outcome is null)
    union all
    select g.lock_id from stays g where ${mine(sql`g`)} and g.starts_at <= ${now} and g.ends_at > ${now}
      and not exists (select 1 from passcodes p where p.stay_id = g.id)
      and not exists (select 1 from guest_keys q where q.stay_id = g.id)
    union all
    select h.lock_id from shared_keys h where ${mine(sql`h`)} and h.decision = 'accepted' and h.starts_at <= ${now} and h.ends_at > ${now}`
}

/** What may be known of who is behind a door (rule 9); one statement over what may open it. `read`: the door, just read. */
export async function findOccupancy(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  read?: { common: boolean },
): Promise<Occupancy> {
  requirePermission(ctx, 'unlock.vacant')
  const door = read ?? (await getDoor(ctx, lockId))
  if (door.common) return 'common'
  const behind = behindDoorsSql(ctx, (row) => sql`${row}.lock_id = ${lockId}`)
  const { rows } = await ctx.db.execute<{ occupied: boolean }>(sql`select exists (${behind}) as occupied`)
  return rows[0]?.occupied ? 'occupied' : 'unknown'
}

/** Whether housekeeping is told "occupied" of this door; false also for who reads more than that word. */
export async function tellsOccupied(ctx: DeskContext, door: { id: Id<'lock'>; common: boolean }): Promise<boolean> {
  if (!mayDo(ctx, 'room-occupied.see') || mayDo(ctx, 'guest-name.see')) return false
  return (await findOccupancy(ctx, door.id, door)) === 'occupied'
}

/** The doors of the property behind which a guest may be now: housekeeping is told "occupied", never who. One statement. */
export async function listOccupied(ctx: DeskContext): Promise<Set<Id<'lock'>>> {
  requirePermission(ctx, 'room-occupied.see')
  const behind = behindDoorsSql(ctx, (row) => sql`${row}.property_id = ${ctx.property.id}`)
  const { rows } = await ctx.db.execute<{ lock_id: Id<'lock'> }>(sql`select distinct lock_id from (${behind}) behind`)
  return new Set(rows.map(({ lock_id }) => lock_id))
}

/** What a press is judged by, besides its door. */
interface PressStanding {
  /** The press with that key was committed before. */
  earlier: { id: Id<'instruction'>; askedHash: string } | null
  /** The press that it names was of this door. */
  repeatsHere: boolean
  occupied: boolean
  /** The door itself, as it is once it is taken. */
  door: { common: boolean; gone: boolean } | null
  /** Within the last ten seconds, by whomever (I27). */
  just: JustPressed | null
}

/** One statement; read it once the door is taken, so that a press before this one is seen. */
export async function readPressStanding(
  ctx: DeskContext,
  { pressKey, lockId, afterId }: { pressKey: string; lockId: Id<'lock'>; afterId: Id<'instruction'> | undefined },
): Promise<PressStanding> {
  requirePermission(ctx, 'unlock.vacant')
  const here = sql`property_id = ${ctx.property.id}`
  const { rows } = await ctx.db.execute<{
    earlier: PressStanding['earlier']
    repeats_here: boolean
    occupied: boolean
    door: PressStanding['door']
    just: { id: Id<'instruction'>; by: string; at: string } | null
  }>(sql`
    select
      (select json_build_object('id', id, 'askedHash', asked_hash) from instructions
        where ${here} and press_key = ${pressKey}) as earlier,
      exists (select from instructions where id = ${afterId ?? ''} and ${here} and lock_id = ${lockId}) as repeats_here,
      exists (${behindDoorsSql(ctx, (row) => sql`${row}.lock_id = ${lockId}`)}) as occupied,
      (select json_build_object('common', common, 'gone', gone_at is not null) from locks where id = ${lockId}) as door,
      (select json_build_object('id', id, 'by', actor_label, 'at', intended_at) from instructions
        where ${here} and lock_id = ${lockId} and kind = 'unlock'
          and outcome is distinct from 'not-sent' and outcome is distinct from 'rejected'
          and intended_at > ${new Date(ctx.now - justPressedMs).toISOString()}::timestamptz
        order by intended_at desc limit 1) as just`)
  const [row] = rows
  if (!row) throw new Error('a select without a from gave no row')
  const { earlier, occupied, door, just } = row
  const told = just && { instructionId: just.id, actorLabel: just.by, intendedAt: instantFromDriver(just.at) }
  return { earlier, repeatsHere: row.repeats_here, occupied, door, just: told }
}
