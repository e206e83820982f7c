import type { DeskContext } from '../access/context'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import { toLocal } from '../time/zone'
import { addMails } from './add-mails'

/** From then on, in the property's zone: before the morning's first look at the mail. */
const fromTime = '06:00'

/**
 * The newest hashes of the activity to whom the property named (I33), once per day and address whoever asks for it: a row
 * per address is the schedule, and the process that writes it is the one that sends.
 */
export async function mailHeads(ctx: DeskContext): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { headsMailTo, timeZone } = ctx.property
  if (!ctx.mailer || headsMailTo === '') return 0
  const { date, time } = toLocal(ctx.now, timeZone)
  if (time < fromTime) return 0
  const addressees = headsMailTo.split(', ').map((to) => ({ to, language: null }))
  return withTransaction(ctx, (tx) => addMails(ctx, tx, { kind: 'heads', about: date }, addressees))
}
