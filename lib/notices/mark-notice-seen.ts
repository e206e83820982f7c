import { and, eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { noticeReads, notices } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { type Id, isId } from '../ids/ids'
import { announceNotices } from './notice-channel'

/** *Seen*, for the one who presses alone: every manager marks for themself. Twice is the same as once. */
export async function markNoticeSeen(ctx: DeskContext, id: Id<'notice'>): Promise<void> {
  requirePermission(ctx, 'notice.see')
  const { actor } = ctx
  if (!isId('notice', id) || actor.kind !== 'staff') throw new DeskError('not-found')
  await withTransaction(ctx, async (tx) => {
    const [notice] = await tx
      .select({ kind: notices.kind, instructionId: notices.instructionId, details: notices.details })
      .from(notices)
      .where(and(eq(notices.id, id), eq(notices.propertyId, ctx.property.id)))
    if (!notice) throw new DeskError('not-found')
    const marked = await tx
      .insert(noticeReads)
      .values({ noticeId: id, personId: actor.personId, at: ctx.now })
      .onConflictDoNothing()
      .returning({ noticeId: noticeReads.noticeId })
    if (marked.length === 0) return
    await recordAuditEvent(ctx, tx, {
      // Entries belong to the unlocks, which not everybody who sees the people of the house may see.
      event: notice.kind === 'emergency-entry' ? 'unlock.seen' : 'notice.seen',
      subjectId: id,
      ...(notice.instructionId && { instructionId: notice.instructionId }),
      doorLabel: notice.details.door ?? null,
      details: { notice: notice.kind },
    })
    await announceNotices(tx, ctx.property.id)
  })
}
