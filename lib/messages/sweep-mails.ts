import { and, isNull, lt } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { mails } from '../db/schema/mails'
import { DeskError } from '../errors/desk-error'
import { dayMs } from '../time/clock'

const keptMs = 30 * dayMs
/** Its job is gone, as after a backup was put back. */
const overdueMs = dayMs

/** What nobody will send any more has failed; what is old goes, and with it the addresses. Returns how many went. */
export async function sweepMails(ctx: HouseContext): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  await ctx.db
    .update(mails)
    .set({ fault: 'overdue', gaveUpAt: ctx.now })
    .where(and(isNull(mails.sentAt), isNull(mails.gaveUpAt), lt(mails.at, ctx.now - overdueMs)))
  const gone = await ctx.db
    .delete(mails)
    .where(lt(mails.at, ctx.now - keptMs))
    .returning({ id: mails.id })
  return gone.length
}
