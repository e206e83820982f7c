import { and, desc, eq, gt, inArray, lt, or, sql } from 'drizzle-orm'
import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { seesGuest } from '../access/guest-names'
import { mayDo, requirePermission } from '../access/require-permission'
import { instructions } from '../db/schema/instructions'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { dayMs } from '../time/clock'
import type { InstructionKind, InstructionView, Outcome, VendorStatus } from './contract'
import { lateUnlockMs } from './rules'

/** What a view is made of. */
export const viewColumns = {
  id: instructions.id,
  kind: instructions.kind,
  lockId: instructions.lockId,
  doorLabel: instructions.doorLabel,
  lockName: instructions.lockName,
  actorLabel: instructions.actorLabel,
  emergency: instructions.emergency,
  reason: instructions.reason,
  reasonNote: instructions.reasonNote,
  repeatsId: instructions.repeatsId,
  windowStartsAt: instructions.windowStartsAt,
  windowEndsAt: instructions.windowEndsAt,
  intendedAt: instructions.intendedAt,
  sendingAt: instructions.sendingAt,
  outcomeAt: instructions.outcomeAt,
  outcome: instructions.outcome,
  outcomeReason: instructions.outcomeReason,
  vendorMessage: instructions.vendorMessage,
  vendorInstructionId: instructions.vendorInstructionId,
  status: instructions.status,
  pushedAt: instructions.pushedAt,
  settledAt: instructions.settledAt,
  trackUntilAt: instructions.trackUntilAt,
  dismissedAt: instructions.dismissedAt,
  messageErasedAt: instructions.messageErasedAt,
  noteErasedAt: instructions.noteErasedAt,
  version: instructions.version,
} as const

export type ViewRow = Omit<InstructionView, 'kind' | 'outcome' | 'status'> & {
  kind: string
  outcome: string | null
  status: number | null
}

/** A row as `to_json` gives it, by the columns' names. */
export function viewRowOf(json: Record<string, unknown>): ViewRow {
  const row = Object.entries(viewColumns).map(([key, column]) => {
    const value = json[column.name] ?? null
    return [key, value === null ? null : column.mapFromDriverValue(value)]
  })
  return Object.fromEntries(row) as ViewRow
}

/** The closed unions are kept by the only writers of these columns, `commitIntent`, `recordOutcome` and `recordStatus`. */
const viewOf = (ctx: DeskContext, row: ViewRow): InstructionView => ({
  ...row,
  // It is typed freely and may name a guest.
  reasonNote: seesGuest(ctx, row.windowEndsAt ?? row.intendedAt) ? row.reasonNote : null,
  kind: row.kind as InstructionKind,
  outcome: row.outcome as Outcome | null,
  status: row.status as VendorStatus | null,
})

/** A row of the property that was just written, for its reader. */
export function viewInstruction(ctx: DeskContext, row: ViewRow): InstructionView {
  requirePermission(ctx, 'instruction.see')
  return viewOf(ctx, row)
}

/** One instruction of the property; throws `not-found`. */
export async function getInstruction(ctx: DeskContext, id: Id<'instruction'>): Promise<InstructionView> {
  const [view] = await listInstructions(ctx, [id])
  if (!view) throw new DeskError('not-found')
  return view
}

/** The named instructions of the property, in no order; unknown ids are left out. */
export async function listInstructions(
  ctx: DeskContext,
  ids: readonly Id<'instruction'>[],
): Promise<InstructionView[]> {
  requirePermission(ctx, 'instruction.see')
  if (ids.length === 0) return []
  const rows = await ctx.db
    .select(viewColumns)
    .from(instructions)
    .where(and(eq(instructions.propertyId, ctx.property.id), inArray(instructions.id, [...ids])))
  return rows.map((row) => viewOf(ctx, row))
}

/** What was asked of one lock, by whomever, newest first; `before` is the last row of the page before. */
export async function listLockInstructions(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  page: { limit: number; before?: { intendedAt: number; id: Id<'instruction'> } },
): Promise<InstructionView[]> {
  requirePermission(ctx, 'instruction.see')
  return selectOfLock(ctx, lockId, page)
}

/** The history of a lock for its reader: housekeeping and maintenance see what they asked for themselves (product.md, Roles). */
export async function listLockHistory(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  page: { limit: number },
): Promise<InstructionView[]> {
  requirePermission(ctx, 'instruction.see')
  return selectOfLock(ctx, lockId, mayDo(ctx, 'instruction.see-others') ? page : { ...page, by: personIdOf(ctx.actor) })
}

async function selectOfLock(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  page: { limit: number; before?: { intendedAt: number; id: Id<'instruction'> }; by?: Id<'person'> | null },
): Promise<InstructionView[]> {
  const { before, by } = page
  const rows = await ctx.db
    .select(viewColumns)
    .from(instructions)
    .where(
      and(
        eq(instructions.propertyId, ctx.property.id),
        eq(instructions.lockId, lockId),
        by === undefined ? undefined : by === null ? sql`false` : eq(instructions.personId, by),
        before &&
          or(
            lt(instructions.intendedAt, before.intendedAt),
            and(eq(instructions.intendedAt, before.intendedAt), lt(instructions.id, before.id)),
          ),
      ),
    )
    .orderBy(desc(instructions.intendedAt), desc(instructions.id))
    .limit(page.limit)
  return rows.map((row) => viewOf(ctx, row))
}

/** I7: unlocks that came late and that nobody has put away yet; told at every desk of the property. */
export async function listLateUnlocks(ctx: DeskContext): Promise<InstructionView[]> {
  requirePermission(ctx, 'instruction.see')
  const rows = await ctx.db
    .select(viewColumns)
    .from(instructions)
    .where(
      and(
        eq(instructions.propertyId, ctx.property.id),
        eq(instructions.kind, 'unlock'),
        eq(instructions.status, 1),
        // Two days: one of them is for a clock that was put on by a day (I12).
        gt(instructions.intendedAt, ctx.now - 2 * dayMs),
        sql`${instructions.dismissedAt} is null`,
        sql`${instructions.settledAt} > ${instructions.intendedAt} + ${`${lateUnlockMs} milliseconds`}::interval`,
      ),
    )
    .orderBy(desc(instructions.settledAt))
    .limit(20)
  return rows.map((row) => viewOf(ctx, row))
}

/** Median time in ms from accepted to done of the lock's last 20 commands of that kind: "usually 6 s"; null below three. */
export async function findUsualMs(ctx: DeskContext, lockId: Id<'lock'>, kind: InstructionKind): Promise<number | null> {
  requirePermission(ctx, 'instruction.see')
  const { rows } = await ctx.db.execute<{ usual: number | null; n: number }>(sql`
    select percentile_cont(0.5) within group (order by ms)::float8 as usual, count(*)::int as n from (
      select extract(epoch from (settled_at - intended_at)) * 1000 as ms from instructions
      where lock_id = ${lockId} and property_id = ${ctx.property.id} and kind = ${kind} and status = 1
      order by intended_at desc limit 20) last`)
  const [row] = rows
  return row && row.n >= 3 && row.usual !== null ? Math.round(row.usual) : null
}
