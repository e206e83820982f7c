import { and, eq, lt } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { type Transaction, withTransaction } from '../db/database'
import { stays } from '../db/schema/stays'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { requireBriefSeen } from '../instructions/require-brief-seen'
import { requireDoor } from '../instructions/require-door'
import { sendOrFind } from '../instructions/send-or-find'
import { requireReason, requireWindow } from '../stays/require-window'
import { type Instant, minuteMs } from '../time/clock'
import { fromLocal } from '../time/zone'
import { askCancel } from './ask-cancel'
import { commitPasscode, type PasscodePressed } from './commit-passcode'
import { replacePasscodeInput } from './input'
import { findPressedPasscode } from './pressed-passcode'
import { getPasscode } from './queries'
import { mayOpen } from './rules'
import { wantCancel } from './want-cancel'

/**
 * *New code* and *Extend* (rule 4): a code cannot be changed (2.4), so a new one is asked for and the older one goes – at
 * once, when the new one is on the door, or at a moment.
 */
export async function replacePasscode(
  ctx: DeskContext,
  input: z.input<typeof replacePasscodeInput>,
): Promise<PasscodePressed> {
  requirePermission(ctx, 'passcode.set-up')
  const { briefAt, ...asked } = parseInput(replacePasscodeInput, input)
  const findEarlier = () => findPressedPasscode(ctx, asked.pressKey, asked)
  const earlier = await findEarlier()
  if (earlier) return earlier
  const old = await getPasscode(ctx, asked.passcodeId)
  const door = await requireDoor(ctx, old.lockId)
  const { timeZone } = ctx.property
  const startsAt = Math.max(
    old.startsAt,
    Math.floor((ctx.now - ctx.property.walkInLeadMinutes * minuteMs) / minuteMs) * minuteMs,
  )
  const endsAt = asked.until ? fromLocal(asked.until, timeZone, 'end') : old.endsAt
  const { reason, reasonNote } = asked
  requireWindow(ctx, { startsAt, endsAt, named: old.stayId !== null, reason, permission: 'passcode.set-up-long' })
  if (reason) requireReason(ctx, reason, reasonNote)
  if (asked.oldEnds === 'at' && !asked.handOver)
    throw new DeskError('invalid-input', { fields: { handOver: 'required' } })
  const handOverAt = asked.oldEnds === 'at' && asked.handOver ? fromLocal(asked.handOver, timeZone, 'end') : null

  const oldOpens = mayOpen(old.state) && old.state !== 'no-answer'
  const committed = await withTransaction(ctx, async (tx) => {
    await requireBriefSeen(ctx, tx, { lock: door, briefAt, startsAt })
    const fresh = await commitPasscode(ctx, tx, {
      lock: door,
      stay: old.stayId ? { id: old.stayId } : null,
      startsAt,
      endsAt,
      oneTime: old.oneTime,
      note: old.note,
      pressKey: asked.pressKey,
      asked,
      reason,
      reasonNote,
      replacesId: old.id,
      handOverAt,
    })
    if (fresh && oldOpens && asked.oldEnds === 'now' && !(await wantCancel(ctx, tx, old))) {
      throw new DeskError('digits-live-for-another', { details: { endsAt: old.endsAt } })
    }
    // The guest stays as long as the newest code says.
    if (fresh && old.stayId) await lengthenStay(tx, old.stayId, endsAt)
    return fresh
  })
  if (committed && oldOpens && asked.oldEnds === 'now') await askCancel(ctx, old.id)
  return sendOrFind(ctx, committed, findEarlier)
}

async function lengthenStay(tx: Transaction, stayId: Id<'stay'>, endsAt: Instant): Promise<void> {
  await tx
    .update(stays)
    .set({ endsAt })
    .where(and(eq(stays.id, stayId), lt(stays.endsAt, endsAt)))
}
