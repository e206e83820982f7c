import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { guestKeys } from '../db/schema/guest-keys'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { newId } from '../ids/ids'
import { commitIntent, findPressed } from '../instructions/commit-intent'
import { requireBriefSeen } from '../instructions/require-brief-seen'
import { requireDoor } from '../instructions/require-door'
import { sendOrFind } from '../instructions/send-or-find'
import { createStay } from '../stays/create-stay'
import { requireReason, requireWindow } from '../stays/require-window'
import { fromLocal } from '../time/zone'
import type { GuestKeyIssued } from './contract'
import { issueGuestKeyInput } from './input'

/** Issues a mobile key for somebody (2.2.4, rule 6): never open-ended, and never to be recalled. */
export async function issueGuestKey(
  ctx: DeskContext,
  input: z.input<typeof issueGuestKeyInput>,
): Promise<GuestKeyIssued> {
  requirePermission(ctx, 'guest-key.issue')
  if (!ctx.property.mobileKeysOn) throw new DeskError('mobile-keys-off')
  const { briefAt, ...asked } = parseInput(issueGuestKeyInput, input)
  const findEarlier = () => findPressedKey(ctx, asked.pressKey, asked)
  const earlier = await findEarlier()
  if (earlier) return earlier
  const door = await requireDoor(ctx, asked.lockId, asked.afterId)
  const startsAt = fromLocal(asked.from, ctx.property.timeZone, 'start')
  const endsAt = fromLocal(asked.until, ctx.property.timeZone, 'end')
  const guestName = asked.guestName ?? null
  const bookingNumber = asked.bookingNumber ?? null
  if (guestName === null && bookingNumber === null) {
    throw new DeskError('guest-needed', { fields: { guestName: 'required' } })
  }
  const { reason, reasonNote } = asked
  requireWindow(ctx, { startsAt, endsAt, named: true, reason, permission: 'guest-key.issue-long' })
  if (reason) requireReason(ctx, reason, reasonNote)

  const committed = await withTransaction(ctx, async (tx) => {
    await requireBriefSeen(ctx, tx, { lock: door, briefAt, startsAt })
    const intent = await commitIntent(ctx, tx, {
      kind: 'guest-key',
      lock: door,
      pressKey: asked.pressKey,
      asked,
      reason: reason ?? null,
      reasonNote: reasonNote ?? null,
      repeatsId: asked.afterId ?? null,
      windowStartsAt: startsAt,
      windowEndsAt: endsAt,
    })
    if (!intent.fresh) return null
    const stayId = await createStay({ ...ctx, db: tx }, { lock: door, guestName, bookingNumber, startsAt, endsAt })
    const id = newId('guestKey')
    await tx.insert(guestKeys).values({
      id,
      propertyId: ctx.property.id,
      lockId: door.id,
      stayId,
      instructionId: intent.id,
      startsAt,
      endsAt,
      note: asked.note || null,
      createdAt: ctx.now,
    })
    await recordAuditEvent(ctx, tx, {
      event: 'guest-key.asked',
      lockId: door.id,
      doorLabel: door.label,
      stayId,
      instructionId: intent.id,
      subjectId: id,
      reason: reason ?? null,
      details: { startsAt, endsAt },
    })
    return {
      pressed: { guestKeyId: id, instructionId: intent.id },
      command: {
        instructionId: intent.id,
        lock: { id: door.id, name: door.name, label: door.label },
        command: { kind: 'guest-key', startsAt, endsAt } as const,
      },
    }
  })
  return sendOrFind(ctx, committed, findEarlier)
}

async function findPressedKey(ctx: DeskContext, pressKey: string, asked: unknown): Promise<GuestKeyIssued | null> {
  const instructionId = await findPressed(ctx, pressKey, asked)
  if (!instructionId) return null
  const [row] = await ctx.db
    .select({ id: guestKeys.id })
    .from(guestKeys)
    .where(eq(guestKeys.instructionId, instructionId))
  if (!row) throw new DeskError('press-key-reused')
  return { guestKeyId: row.id, instructionId }
}
