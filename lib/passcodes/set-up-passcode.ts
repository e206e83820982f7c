import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { parseInput } from '../errors/parse-input'
import { requireBriefSeen } from '../instructions/require-brief-seen'
import { requireDoor } from '../instructions/require-door'
import { sendOrFind } from '../instructions/send-or-find'
import { requireReason, requireWindow } from '../stays/require-window'
import { fromLocal } from '../time/zone'
import { commitPasscode, type PasscodePressed } from './commit-passcode'
import { setUpPasscodeInput } from './input'
import { findPressedPasscode } from './pressed-passcode'

/** Asks for a code for somebody (2.4.2): commits stay, intent and code, returns; digits come over the poll. */
export async function setUpPasscode(
  ctx: DeskContext,
  input: z.input<typeof setUpPasscodeInput>,
): Promise<PasscodePressed> {
  requirePermission(ctx, 'passcode.set-up')
  const { briefAt, ...asked } = parseInput(setUpPasscodeInput, input)
  const findEarlier = () => findPressedPasscode(ctx, asked.pressKey, asked)
  const earlier = await findEarlier()
  if (earlier) return earlier
  const door = await requireDoor(ctx, asked.lockId, asked.afterId)
  const { timeZone } = ctx.property
  const startsAt = fromLocal(asked.from, timeZone, 'start')
  const endsAt = fromLocal(asked.until, timeZone, 'end')
  const guestName = asked.guestName ?? null
  const bookingNumber = asked.bookingNumber ?? null
  const named = guestName !== null || bookingNumber !== null
  const { reason, reasonNote } = asked
  requireWindow(ctx, { startsAt, endsAt, named, reason, permission: 'passcode.set-up-long' })
  if (reason) requireReason(ctx, reason, reasonNote)

  const plan = {
    lock: door,
    stay: named ? { guestName, bookingNumber } : null,
    startsAt,
    endsAt,
    oneTime: asked.oneTime,
    repeatsId: asked.afterId ?? null,
  }
  const { pressKey } = asked
  const committed = await withTransaction(ctx, async (tx) => {
    await requireBriefSeen(ctx, tx, { lock: door, briefAt, startsAt })
    return commitPasscode(ctx, tx, { ...plan, note: asked.note || null, pressKey, asked, reason, reasonNote })
  })
  return sendOrFind(ctx, committed, findEarlier)
}
