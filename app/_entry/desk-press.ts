import 'server-only'
import type { DeskContext } from '@/lib/access/context'
import { findAnswered } from '@/lib/instructions/find-answered'
import type { Pressed } from '@/lib/unlocks/contract'
import { deskRoute } from './desk-route'
import { readSmallJson } from './read-small-json'

/**
 * A press for a door at `/api/[property]/…`, its body what `verb` takes. Answered with the outcome where that is there at once
 * (docs/decisions/025, 027).
 */
export function deskPress<Asked>(verb: (ctx: DeskContext, asked: Asked) => Promise<Pick<Pressed, 'instructionId'>>) {
  return deskRoute(async (ctx, { request }): Promise<Pressed> => {
    const { instructionId } = await verb(ctx, (await readSmallJson(request)) as Asked)
    return { instructionId, answered: await findAnswered(ctx, instructionId) }
  })
}
