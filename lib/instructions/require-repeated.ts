import { and, eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { instructions } from '../db/schema/instructions'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'

/** The earlier press that a new one names (I3) is of the same door; throws `invalid-input`. None named: nothing is asked. */
export async function requireRepeated(
  ctx: DeskContext,
  lockId: Id<'lock'>,
  afterId: Id<'instruction'> | undefined,
): Promise<void> {
  if (afterId === undefined) return
  const [earlier] = await ctx.db
    .select({ id: instructions.id })
    .from(instructions)
    .where(
      and(eq(instructions.id, afterId), eq(instructions.propertyId, ctx.property.id), eq(instructions.lockId, lockId)),
    )
  if (!earlier) throw new DeskError('invalid-input', { fields: { afterId: 'invalid' } })
}
