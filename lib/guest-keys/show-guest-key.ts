import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { guestKeys } from '../db/schema/guest-keys'
import { instructions } from '../db/schema/instructions'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { answerAad } from '../instructions/record-outcome'
import { showGuestKeyInput } from './input'

/** Shows the text of a mobile key, once and recorded; throws `code-not-shown` the second time. */
export async function showGuestKey(
  ctx: DeskContext,
  input: z.input<typeof showGuestKeyInput>,
): Promise<{ keyCode: string }> {
  requirePermission(ctx, 'guest-key.issue')
  const { guestKeyId } = parseInput(showGuestKeyInput, input)
  return withTransaction(ctx, async (tx) => {
    const mine = and(eq(guestKeys.id, guestKeyId), eq(guestKeys.propertyId, ctx.property.id))
    const [row] = await tx
      .select({
        id: instructions.id,
        sealed: instructions.answerSealed,
        lockId: guestKeys.lockId,
        stayId: guestKeys.stayId,
        doorLabel: instructions.doorLabel,
      })
      .from(guestKeys)
      .innerJoin(instructions, eq(instructions.id, guestKeys.instructionId))
      .where(mine)
    if (!row) throw new DeskError('not-found')
    if (row.sealed === null) throw new DeskError('code-not-shown', { details: { state: 'sending' } })
    const shown = await tx
      .update(guestKeys)
      .set({ shownAt: ctx.now })
      .where(and(mine, isNull(guestKeys.shownAt)))
      .returning({ id: guestKeys.id })
    if (shown.length === 0) throw new DeskError('code-not-shown', { details: { state: 'shown-before' } })
    await recordAuditEvent(ctx, tx, {
      event: 'guest-key.shown',
      lockId: row.lockId,
      doorLabel: row.doorLabel,
      stayId: row.stayId,
      instructionId: row.id,
      subjectId: guestKeyId,
    })
    return { keyCode: ctx.sealer.unseal(row.sealed, answerAad(row.id)) }
  })
}
