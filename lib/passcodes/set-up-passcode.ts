import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { requireBriefSeen } from '../instructions/require-brief-seen'
import { requireRepeated } from '../instructions/require-repeated'
import { dispatchCommand } from '../instructions/send-command'
import { getDoor } from '../locks/queries'
import { requireReason, requireWindow } from '../stays/require-window'
import { fromLocal } from '../time/zone'
import { commitPasscode } from './commit-passcode'
import { setUpPasscodeInput } from './input'
import { findPressedPasscode } from './pressed-passcode'

export interface PasscodePressed {
  passcodeId: Id<'passcode'>
  instructionId: Id<'instruction'>
}

/** Asks for a code for somebody (2.4.2): commits stay, intent and code, returns; digits come over the poll. */
export async function setUpPasscode(
  ctx: DeskContext,
  input: z.input<typeof setUpPasscodeInput>,
): Promise<PasscodePressed> {
  requirePermission(ctx, 'passcode.set-up')
  const { briefAt, ...asked } = parseInput(setUpPasscodeInput, input)
  const earlier = await findPressedPasscode(ctx, asked.pressKey, asked)
  if (earlier) return earlier
  const door = await getDoor(ctx, asked.lockId)
  if (door.goneAt !== null) throw new DeskError('lock-gone', { details: { door: door.label } })
  await requireRepeated(ctx, door.id, asked.afterId)
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
  return sendOrFind(ctx, committed, asked.pressKey, asked)
}

/** Dispatches what was committed; a press that lost the race to itself answers with what the winner committed (I2). */
export async function sendOrFind(
  ctx: DeskContext,
  committed: Awaited<ReturnType<typeof commitPasscode>>,
  pressKey: string,
  asked: unknown,
): Promise<PasscodePressed> {
  if (committed === null) {
    const winner = await findPressedPasscode(ctx, pressKey, asked)
    if (!winner) throw new DeskError('changed-meanwhile')
    return winner
  }
  if (committed.command) dispatchCommand(ctx, committed.command)
  return { passcodeId: committed.passcodeId, instructionId: committed.instructionId }
}
