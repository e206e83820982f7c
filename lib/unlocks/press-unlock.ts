import { sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import type { AuditEntry } from '../audit/record-audit-event'
import { recordAuditEvent, recordCountedAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { commitIntent, findPressed, type Intent } from '../instructions/commit-intent'
import { dispatchCommand } from '../instructions/send-command'
import type { DoorView } from '../locks/contract'
import { findJustPressed } from './queries'

interface Press {
  door: DoorView
  afterId: Id<'instruction'> | undefined
  intent: Omit<Intent, 'kind' | 'lock'>
  event: Pick<AuditEntry, 'event' | 'reason' | 'details'>
  /** Written with the intent, once. */
  also?: (tx: Transaction, instructionId: Id<'instruction'>) => Promise<void>
}

/** Refuses what would reach the door never, or hours later when somebody sleeps there (I6); that is on record too. */
export async function requireReach(
  ctx: DeskContext,
  door: DoorView,
  asked: { reason?: string; emergency?: boolean },
): Promise<void> {
  if (door.goneAt !== null) return refuse(ctx, door, asked, 'lock-gone')
  if (door.reach === 'no-contact') return refuse(ctx, door, asked, 'gateways-without-contact')
  if (door.reach === 'not-heard') return refuse(ctx, door, asked, 'lock-not-heard')
}

/** Commits the one intent of a press with its line of the activity, told of a press just before (I27), and sends it after. */
export async function pressUnlock(ctx: DeskContext, press: Press): Promise<{ instructionId: Id<'instruction'> }> {
  const { door, afterId, event, also } = press
  const { pressKey, asked } = press.intent
  const intent = await withTransaction(ctx, async (tx) => {
    const inside = { ...ctx, db: tx }
    // Two desks at once wait here for each other, so that the second sees the first.
    await tx.execute(sql`select id from locks where id = ${door.id} for no key update`)
    const just = await findJustPressed(inside, door.id)
    const repeatedHere = just !== null && (await findPressed(inside, pressKey, asked)) === just.instructionId
    if (just !== null && !repeatedHere && afterId !== just.instructionId) {
      throw new DeskError('unlock-just-pressed', {
        details: { door: door.label, by: just.actorLabel, at: just.intendedAt, instructionId: just.instructionId },
      })
    }
    const committed = await commitIntent(ctx, tx, { ...press.intent, kind: 'unlock', lock: door })
    if (!committed.fresh) return committed
    await recordAuditEvent(ctx, tx, {
      ...event,
      lockId: door.id,
      doorLabel: door.label,
      instructionId: committed.id,
    })
    await also?.(tx, committed.id)
    return committed
  })
  if (intent.fresh) {
    dispatchCommand(ctx, {
      instructionId: intent.id,
      lock: { id: door.id, name: door.name },
      command: { kind: 'unlock' },
    })
  }
  return { instructionId: intent.id }
}

/** Nothing is sent (I6); that somebody stood before that door and was refused is told once a minute, with a count. */
async function refuse(
  ctx: DeskContext,
  door: DoorView,
  { reason, emergency }: { reason?: string; emergency?: boolean },
  refusal: 'lock-gone' | 'gateways-without-contact' | 'lock-not-heard',
): Promise<never> {
  await withTransaction(ctx, (tx) =>
    recordCountedAuditEvent(ctx, tx, {
      event: 'unlock.refused',
      lockId: door.id,
      doorLabel: door.label,
      reason: reason ?? null,
      details: { refusal, ...(emergency && { emergency }) },
    }),
  )
  throw new DeskError(refusal, { details: { door: door.label } })
}
