import type { DeskContext } from '../access/context'
import { mayDo } from '../access/require-permission'
import type { Id } from '../ids/ids'
import { errorFields } from '../log/log'
import type { InstructionView } from './contract'
import { listInstructions } from './queries'
import { untilAnswered } from './send-command'

/** Longer than a Lock Server in the house takes to answer, shorter than anybody at the desk notices. */
export const answeredWithinMs = 200

/**
 * A press's instruction with its outcome, when this process commits that within 200 ms: told with the press itself. Null
 * otherwise, for whatever reason; it is then followed by its id. Never throws: the intent is committed.
 */
export async function findAnswered(ctx: DeskContext, id: Id<'instruction'>): Promise<InstructionView | null> {
  const answered = untilAnswered(id)
  if (!answered || !mayDo(ctx, 'instruction.see')) return null
  await ctx.clock.wait(answeredWithinMs, answered)
  if (!answered.aborted) return null
  try {
    const [view] = await listInstructions(ctx, [id])
    return view?.outcome ? view : null
  } catch (error) {
    ctx.log.warn({ instructionId: id, ...errorFields(error) }, 'an outcome was not read for its press')
    return null
  }
}
