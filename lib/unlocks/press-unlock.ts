import type { DeskContext } from '../access/context'
import { type AuditEntry, recordAuditEvent, recordCountedAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { DeskError, isDeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { commitIntent, hashOfAsked, type Intent } from '../instructions/commit-intent'
import { dispatchCommand } from '../instructions/send-command'
import type { DoorView } from '../locks/contract'
import { takeDoor } from '../locks/queries'
import type { Occupancy } from './contract'
import { readPressStanding } from './queries'

interface Press {
  pressKey: string
  lockId: Id<'lock'>
  /** The earlier press that the person was told of. */
  afterId: Id<'instruction'> | undefined
  /** Everything that was asked (I2). */
  asked: unknown
  emergency?: boolean
  reason?: string
  reasonNote?: string | undefined
  /** Whether it may be done at this door; throws when it may not. Gives what the ledger and the activity keep of it. */
  judge: (occupancy: Occupancy) => NonNullable<Intent['details']>
  event: AuditEntry['event']
  /** Written with the intent, once. */
  also?: (tx: Transaction, instructionId: Id<'instruction'>, door: DoorView) => Promise<void>
}

/**
 * Commits the one intent of a press with its line of the activity, told of a press just before (I27), and sends it after. All of it
 * is judged while the door is taken. Throws `not-found`, `invalid-input`, what `judge` throws, and what would not reach the door (I6).
 */
export async function pressUnlock(ctx: DeskContext, press: Press): Promise<{ instructionId: Id<'instruction'> }> {
  let door: DoorView | null = null
  try {
    const intent = await withTransaction(ctx, async (tx) => {
      // Two desks at once wait here for each other, so that the second sees the first.
      door = await takeDoor(ctx, tx, press.lockId)
      return commitPress(ctx, tx, press, door)
    })
    if (intent.fresh) dispatchCommand(ctx, { ...intent, command: { kind: 'unlock' } })
    return { instructionId: intent.instructionId }
  } catch (error) {
    if (door && isDeskError(error) && isRefusalOfReach(error.code)) await tellRefused(ctx, door, press, error.code)
    throw error
  }
}

async function commitPress(ctx: DeskContext, tx: Transaction, press: Press, door: DoorView) {
  const { pressKey, lockId, afterId, asked, event, reason } = press
  const lock = { id: door.id, name: door.name, label: door.label }
  const standing = await readPressStanding({ ...ctx, db: tx }, { pressKey, lockId, afterId })
  const { earlier, just } = standing
  if (earlier) {
    if (earlier.askedHash !== hashOfAsked(asked)) throw new DeskError('press-key-reused')
    return { instructionId: earlier.id, fresh: false, lock }
  }
  // It was read as we began to wait for it.
  if (standing.door?.common !== door.common || standing.door.gone !== (door.goneAt !== null))
    throw new DeskError('changed-meanwhile')
  if (door.goneAt !== null) throw new DeskError('lock-gone', { details: { door: door.label } })
  if (afterId !== undefined && !standing.repeatsHere)
    throw new DeskError('invalid-input', { fields: { afterId: 'invalid' } })
  const details = press.judge(door.common ? 'common' : standing.occupied ? 'occupied' : 'unknown')
  requireReach(door)
  if (just !== null && afterId !== just.instructionId) {
    throw new DeskError('unlock-just-pressed', {
      details: { door: door.label, by: just.actorLabel, at: just.intendedAt, instructionId: just.instructionId },
    })
  }
  const intent: Intent = {
    ...{ kind: 'unlock', lock, pressKey, asked, emergency: press.emergency ?? false, repeatsId: afterId ?? null },
    ...{ reason: reason ?? null, reasonNote: press.reasonNote ?? null, details },
  }
  const line = { event, details, ...(reason !== undefined && { reason }) }
  // The end of the activity is held from where it is written: with more to do it comes last.
  const committed = await commitIntent(ctx, tx, intent, press.also ? undefined : line)
  if (committed.fresh && press.also) {
    await press.also(tx, committed.id, door)
    await recordAuditEvent(ctx, tx, { ...line, lockId, doorLabel: door.label, instructionId: committed.id })
  }
  return { instructionId: committed.id, fresh: committed.fresh, lock }
}

const refusalsOfReach = ['lock-gone', 'gateways-without-contact', 'lock-not-heard'] as const
type RefusalOfReach = (typeof refusalsOfReach)[number]

const isRefusalOfReach = (code: DeskError['code']): code is RefusalOfReach =>
  refusalsOfReach.some((refusal) => refusal === code)

/** Refuses what would reach the door never, or hours later when somebody sleeps there (I6). */
function requireReach({ reach, label }: DoorView): void {
  if (reach === 'no-contact') throw new DeskError('gateways-without-contact', { details: { door: label } })
  if (reach === 'not-heard') throw new DeskError('lock-not-heard', { details: { door: label } })
}

/** That somebody stood before that door and was refused is told once a minute, with a count. */
async function tellRefused(
  ctx: DeskContext,
  door: DoorView,
  { reason, emergency }: Press,
  refusal: RefusalOfReach,
): Promise<void> {
  await withTransaction(ctx, (tx) =>
    recordCountedAuditEvent(ctx, tx, {
      event: 'unlock.refused',
      lockId: door.id,
      doorLabel: door.label,
      reason: reason ?? null,
      details: { refusal, ...(emergency && { emergency }) },
    }),
  )
}
