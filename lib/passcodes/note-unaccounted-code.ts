import { and, eq, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { passcodes } from '../db/schema/passcodes'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { caseNoteInput } from './input'
import { getPasscode } from './queries'

/** Writes, changes or (empty) takes away what the desk did about a possible unknown code; the activity tells that, never what it says. */
export async function noteUnaccountedCode(ctx: DeskContext, input: z.input<typeof caseNoteInput>): Promise<void> {
  requirePermission(ctx, 'unaccounted-code.note')
  const { passcodeId, note } = parseInput(caseNoteInput, input)
  const code = await getPasscode(ctx, passcodeId)
  if (code.state !== 'no-answer') throw new DeskError('changed-meanwhile', { details: { state: code.state } })
  if (code.caseNote === note) return
  await withTransaction(ctx, async (tx) => {
    const noted = await tx
      .update(passcodes)
      .set({ caseNote: note })
      .where(and(eq(passcodes.id, passcodeId), eq(passcodes.propertyId, ctx.property.id), isNull(passcodes.closedAt)))
      .returning({ id: passcodes.id })
    if (noted.length === 0) throw new DeskError('changed-meanwhile')
    await recordAuditEvent(ctx, tx, {
      event: 'passcode.noted',
      lockId: code.lockId,
      doorLabel: code.doorLabel,
      instructionId: code.setInstructionId,
      subjectId: passcodeId,
      details: { removed: note === null },
    })
  })
}
