import { eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { passcodes } from '../db/schema/passcodes'
import { DeskError } from '../errors/desk-error'
import { findPressed } from '../instructions/commit-intent'
import type { PasscodePressed } from './commit-passcode'

/** The code that an earlier press with this key asked for, or null (I2). */
export async function findPressedPasscode(
  ctx: DeskContext,
  pressKey: string,
  asked: unknown,
): Promise<PasscodePressed | null> {
  const instructionId = await findPressed(ctx, pressKey, asked)
  if (!instructionId) return null
  const [row] = await ctx.db
    .select({ id: passcodes.id })
    .from(passcodes)
    .where(eq(passcodes.setInstructionId, instructionId))
  if (!row) throw new DeskError('press-key-reused')
  return { passcodeId: row.id, instructionId }
}
