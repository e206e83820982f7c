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
  const startedMs = ctx.clock.monotonicMs()
  await ctx.clock.wait(answeredWithinMs, answered)
  if (!answered.aborted) return null
  const here = new AbortController()
  const reading = read(ctx, id).finally(() => here.abort())
  // A database that takes its time holds no press up either.
  await ctx.clock.wait(answeredWithinMs - (ctx.clock.monotonicMs() - startedMs), here.signal)
  return here.signal.aborted ? reading : null
}

async function read(ctx: DeskContext, id: Id<'instruction'>): Promise<InstructionView | null> {
  try {
    const [view] = await listInstructions(ctx, [id])
    return view?.outcome ? view : null
  } catch (error) {
    ctx.log.warn({ instructionId: id, ...errorFields(error) }, 'an outcome was not read for its press')
    return null
  }
}
