import { and, desc, eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { mayDo, requirePermission } from '../access/require-permission'
import { instructions } from '../db/schema/instructions'
import { permanentKeys } from '../db/schema/permanent-keys'
import type { Id } from '../ids/ids'
import type { Outcome } from '../instructions/contract'
import type { PermanentKeyKind, PermanentKeyView } from './contract'
import { mayOpen, permanentKeyState } from './rules'

/** Permanent and admin keys for which this lock may open, newest first: without an end, so none falls out with time. */
export async function listPermanentKeys(ctx: DeskContext, lockId: Id<'lock'>): Promise<PermanentKeyView[]> {
  requirePermission(ctx, 'passcode.see')
  const rows = await ctx.db
    .select({
      id: permanentKeys.id,
      kind: permanentKeys.kind,
      lockId: permanentKeys.lockId,
      shownAt: permanentKeys.shownAt,
      lostAt: permanentKeys.lostAt,
      createdAt: permanentKeys.createdAt,
      instructionId: instructions.id,
      outcome: instructions.outcome,
      outcomeAt: instructions.outcomeAt,
      actorLabel: instructions.actorLabel,
      reason: instructions.reason,
      reasonNote: instructions.reasonNote,
    })
    .from(permanentKeys)
    .innerJoin(instructions, eq(instructions.id, permanentKeys.instructionId))
    .where(and(eq(permanentKeys.propertyId, ctx.property.id), eq(permanentKeys.lockId, lockId)))
    .orderBy(desc(permanentKeys.createdAt), desc(permanentKeys.id))
  const named = mayDo(ctx, 'guest-name.see')
  return rows.flatMap((row) => {
    // The closed unions are kept by the only writers of these columns.
    const facts = { ...row, kind: row.kind as PermanentKeyKind, outcome: row.outcome as Outcome | null }
    const state = permanentKeyState(facts, ctx.now)
    return mayOpen(state) ? [{ ...facts, state, reasonNote: named ? row.reasonNote : null }] : []
  })
}
