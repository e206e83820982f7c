import { actorLabel } from '../access/actor'
import type { DeskContext } from '../access/context'
import type { Transaction } from '../db/database'
import { notices } from '../db/schema/staff'
import { type Id, newId } from '../ids/ids'
import { enqueue } from '../queue/enqueue'
import type { NoticeKind } from './contract'
import { announceNotices } from './notice-channel'

interface NewNotice {
  kind: NoticeKind
  subject?: { id: Id<'person'>; label: string }
  instructionId?: Id<'instruction'>
  details?: { roles?: string; door?: string }
}

/**
 * Tells the property's managers with the caller's transaction: no such change without its notice, no notice without its
 * change. What Keydesk itself sets up, as a house's first people, is told to nobody.
 */
export async function recordNotice(ctx: DeskContext, tx: Transaction, notice: NewNotice): Promise<void> {
  if (ctx.actor.kind === 'system') return
  const id = newId('notice')
  await tx.insert(notices).values({
    id,
    propertyId: ctx.property.id,
    at: ctx.now,
    kind: notice.kind,
    actorLabel: actorLabel(ctx.actor),
    subjectId: notice.subject?.id ?? null,
    subjectLabel: notice.subject?.label ?? null,
    instructionId: notice.instructionId ?? null,
    details: notice.details ?? {},
  })
  await enqueue(tx, 'notice-recorded', { noticeId: id })
  await announceNotices(tx, ctx.property.id)
}
