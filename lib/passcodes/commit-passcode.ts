import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import type { Transaction } from '../db/database'
import { passcodes } from '../db/schema/passcodes'
import { type Id, newId } from '../ids/ids'
import type { CommittedCommand } from '../instructions/command'
import { commitIntent } from '../instructions/commit-intent'
import { createStay } from '../stays/create-stay'
import type { Instant } from '../time/clock'

/** Everything that one asked-for code is, decided before anything is written. */
export interface PasscodePlan {
  lock: { id: Id<'lock'>; name: string; label: string }
  /** For whom: a stay that exists, one to be written with the code, or nobody. */
  stay: { id: Id<'stay'> } | { guestName: string | null; bookingNumber: string | null } | null
  startsAt: Instant
  endsAt: Instant
  oneTime: boolean
  note: string | null
  pressKey: string
  asked: unknown
  reason?: string | null
  reasonNote?: string | null
  /** The press before this one that may have worked (I3). */
  repeatsId?: Id<'instruction'> | null
  attempt?: number
  insteadOfId?: Id<'passcode'> | null
  replacesId?: Id<'passcode'> | null
  handOverAt?: Instant | null
}

export interface PasscodePressed {
  passcodeId: Id<'passcode'>
  instructionId: Id<'instruction'>
}

/**
 * Writes intent, code and activity in the caller's transaction; the caller dispatches `command` after the commit. Null when
 * the press was committed before: nothing is sent again (I1, I2).
 */
export async function commitPasscode(
  ctx: DeskContext,
  tx: Transaction,
  plan: PasscodePlan,
): Promise<{ pressed: PasscodePressed; command: CommittedCommand } | null> {
  const { lock, startsAt, endsAt, oneTime } = plan
  const intent = await commitIntent(ctx, tx, {
    kind: 'set-code',
    lock,
    pressKey: plan.pressKey,
    asked: plan.asked,
    reason: plan.reason ?? null,
    reasonNote: plan.reasonNote ?? null,
    repeatsId: plan.repeatsId ?? null,
    windowStartsAt: startsAt,
    windowEndsAt: endsAt,
    details: { oneTime, attempt: plan.attempt ?? 1 },
  })
  if (!intent.fresh) return null
  const id = newId('passcode')
  const stayId = await stayOf(ctx, tx, plan)
  await tx.insert(passcodes).values({
    id,
    propertyId: ctx.property.id,
    lockId: lock.id,
    stayId,
    setInstructionId: intent.id,
    startsAt,
    endsAt,
    oneTime,
    note: plan.note,
    attempt: plan.attempt ?? 1,
    insteadOfId: plan.insteadOfId ?? null,
    replacesId: plan.replacesId ?? null,
    handOverAt: plan.handOverAt ?? null,
    createdAt: ctx.now,
  })
  await recordAuditEvent(ctx, tx, {
    event: 'passcode.asked',
    lockId: lock.id,
    doorLabel: lock.label,
    stayId,
    instructionId: intent.id,
    subjectId: id,
    reason: plan.reason ?? null,
    details: { startsAt, endsAt, oneTime, attempt: plan.attempt ?? 1, replaces: plan.replacesId ?? null },
  })
  return {
    pressed: { passcodeId: id, instructionId: intent.id },
    command: {
      instructionId: intent.id,
      lock: { id: lock.id, name: lock.name, label: lock.label },
      command: { kind: 'set-code', startsAt, endsAt, oneTime },
    },
  }
}

async function stayOf(
  ctx: DeskContext,
  tx: Transaction,
  { stay, lock, startsAt, endsAt }: PasscodePlan,
): Promise<Id<'stay'> | null> {
  if (stay === null) return null
  if ('id' in stay) return stay.id
  return createStay({ ...ctx, db: tx }, { lock, ...stay, startsAt, endsAt })
}
