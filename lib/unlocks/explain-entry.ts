import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { personIdOf } from '../access/actor'
import type { DeskContext } from '../access/context'
import { rolesThatMay } from '../access/permissions'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { people, staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { Id } from '../ids/ids'
import { announceChange } from '../instructions/instruction-channel'
import { announceNotices } from '../notices/notice-channel'
import { requireReason } from '../stays/require-window'
import { explainEntryInput } from './input'

/**
 * The reason of an emergency entry, afterwards and once: by the one who pressed, or by a manager once that person may not
 * press it here any more. The same answer again is the same as once; throws `reason-given` for another.
 */
export async function explainEntry(ctx: DeskContext, input: z.input<typeof explainEntryInput>): Promise<void> {
  requirePermission(ctx, 'unlock.emergency')
  const { instructionId, reason, reasonNote } = parseInput(explainEntryInput, input)
  requireReason(ctx, reason, reasonNote)
  const note = reason === 'other' ? (reasonNote ?? null) : null
  await withTransaction(ctx, async (tx) => {
    const mine = and(
      eq(instructions.id, instructionId),
      eq(instructions.propertyId, ctx.property.id),
      eq(instructions.emergency, true),
    )
    const [entry] = await tx.select().from(instructions).where(mine).for('update')
    if (!entry) throw new DeskError('not-found')
    await requireOwn(ctx, tx, entry.personId)
    if (entry.reason === reason && entry.reasonNote === note) return
    if (entry.reason !== null) throw new DeskError('reason-given')
    await tx
      .update(instructions)
      .set({ reason, reasonNote: note, version: sql`${instructions.version} + 1` })
      .where(and(mine, isNull(instructions.reason)))
    await recordAuditEvent(ctx, tx, {
      event: 'unlock.explained',
      lockId: entry.lockId,
      doorLabel: entry.doorLabel,
      instructionId,
      reason,
    })
    await announceChange(tx, { propertyId: ctx.property.id, instructionId })
    await announceNotices(tx, ctx.property.id)
  })
}

async function requireOwn(ctx: DeskContext, tx: Transaction, presserId: Id<'person'> | null): Promise<void> {
  const { actor } = ctx
  if (presserId !== null && presserId === personIdOf(actor)) return
  const refused = new DeskError('not-allowed', { details: { permission: 'unlock.emergency', roles: ['manager'] } })
  if (actor.kind !== 'staff' || !actor.roles.includes('manager')) throw refused
  if (presserId === null) return
  const [working] = await tx
    .select({ id: people.id })
    .from(people)
    .innerJoin(staffRoles, eq(staffRoles.personId, people.id))
    .where(
      and(
        eq(people.id, presserId),
        eq(staffRoles.propertyId, ctx.property.id),
        inArray(staffRoles.role, rolesThatMay('unlock.emergency')),
        isNull(people.disabledAt),
      ),
    )
    .limit(1)
  if (working) throw new DeskError('entry-of-another')
}
