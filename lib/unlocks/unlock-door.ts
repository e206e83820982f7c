import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { commitIntent, findPressed } from '../instructions/commit-intent'
import { requireRepeated } from '../instructions/require-repeated'
import { dispatchCommand } from '../instructions/send-command'
import { getDoor } from '../locks/queries'
import { requireReason } from '../stays/require-window'
import { unlockDoorInput } from './input'
import { findJustPressed, findOccupancy } from './queries'
import { mayUnlock, whoMayUnlock } from './who-may-unlock'

/** Remote unlock (2.4.4, rule 9): refused without contact (I6), told of a press just before (I27), a reason on record. */
export async function unlockDoor(
  ctx: DeskContext,
  input: z.input<typeof unlockDoorInput>,
): Promise<{ instructionId: Id<'instruction'> }> {
  requirePermission(ctx, 'unlock.vacant')
  const asked = parseInput(unlockDoorInput, input)
  // Read side by side: the person at the door waits for the slowest, not for the sum.
  const [earlier, door, rooms] = await Promise.all([
    findPressed(ctx, asked.pressKey, asked),
    getDoor(ctx, asked.lockId),
    findOccupancy(ctx, asked.lockId, { common: false }),
    requireRepeated(ctx, asked.lockId, asked.afterId),
  ])
  if (earlier) return { instructionId: earlier }
  if (door.goneAt !== null) return refuse(ctx, door, asked, 'lock-gone')
  const occupancy = door.common ? 'common' : rooms
  requireRight(ctx, occupancy === 'common', asked.identityChecked)
  requireReason(ctx, asked.reason, asked.reasonNote)
  if (door.reach === 'no-contact') return refuse(ctx, door, asked, 'gateways-without-contact')
  if (door.reach === 'not-heard') return refuse(ctx, door, asked, 'lock-not-heard')

  const intent = await withTransaction(ctx, async (tx) => {
    const inside = { ...ctx, db: tx }
    // Two desks at once wait here for each other, so that the second sees the first.
    const [, just] = await Promise.all([
      tx.execute(sql`select id from locks where id = ${door.id} for update`),
      findJustPressed(inside, door.id),
    ])
    const repeatedHere = just !== null && (await findPressed(inside, asked.pressKey, asked)) === just.instructionId
    if (just !== null && !repeatedHere && asked.afterId !== just.instructionId) {
      throw new DeskError('unlock-just-pressed', {
        details: { door: door.label, by: just.actorLabel, at: just.intendedAt, instructionId: just.instructionId },
      })
    }
    const committed = await commitIntent(ctx, tx, {
      kind: 'unlock',
      lock: door,
      pressKey: asked.pressKey,
      asked,
      reason: asked.reason,
      reasonNote: asked.reasonNote ?? null,
      repeatsId: asked.afterId ?? null,
      details: { occupancy, identityChecked: asked.identityChecked },
    })
    if (committed.fresh) {
      await recordAuditEvent(ctx, tx, {
        event: 'unlock.asked',
        lockId: door.id,
        doorLabel: door.label,
        instructionId: committed.id,
        reason: asked.reason,
        details: { occupancy, identityChecked: asked.identityChecked },
      })
    }
    return committed
  })
  if (intent.fresh) {
    dispatchCommand(ctx, {
      instructionId: intent.id,
      lock: { id: door.id, name: door.name },
      command: { kind: 'unlock' },
      turnTaken: intent.turnTaken,
    })
  }
  return { instructionId: intent.id }
}

/** Nothing is sent (I6); that somebody stood before that door and was refused stays on record. */
async function refuse(
  ctx: DeskContext,
  door: { id: Id<'lock'>; label: string },
  { reason }: { reason: string },
  refusal: 'lock-gone' | 'gateways-without-contact' | 'lock-not-heard',
): Promise<never> {
  await withTransaction(ctx, (tx) =>
    recordAuditEvent(ctx, tx, {
      event: 'unlock.refused',
      lockId: door.id,
      doorLabel: door.label,
      reason,
      details: { refusal },
    }),
  )
  throw new DeskError(refusal, { details: { door: door.label } })
}

/** product.md, Roles: a common door with a reason; an occupied or unknown room only signed in again, identity ticked. */
function requireRight(ctx: DeskContext, common: boolean, identityChecked: boolean): void {
  if (common) {
    if (mayUnlock(ctx, true)) return
    throw new DeskError('not-allowed', { details: { permission: 'unlock.vacant', roles: whoMayUnlock(ctx, true) } })
  }
  requirePermission(ctx, 'unlock.occupied')
  if (!identityChecked) throw new DeskError('identity-not-checked', { fields: { identityChecked: 'required' } })
}
