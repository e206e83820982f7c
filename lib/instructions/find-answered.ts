import type { DeskContext } from '../access/context'
import { mayDo } from '../access/require-permission'
import type { Id } from '../ids/ids'
import type { InstructionView } from './contract'
import { viewInstruction } from './queries'
import { findUnderWay } from './send-command'

/** Longer than a Lock Server in the house takes to answer, shorter than anybody at the desk notices. */
export const answeredWithinMs = 200

/**
 * A press's instruction with its outcome, as this process committed it within 200 ms: told with the press itself. Null
 * otherwise; it is then followed by its id. Never throws: the intent is committed.
 */
export async function findAnswered(ctx: DeskContext, id: Id<'instruction'>): Promise<InstructionView | null> {
  const sending = findUnderWay(id)
  if (!sending || !mayDo(ctx, 'instruction.see')) return null
  await ctx.clock.wait(answeredWithinMs, sending.answered)
  const row = sending.committed()
  return row && viewInstruction(ctx, row)
}
