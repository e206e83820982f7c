import { and, eq, isNull, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { mails } from '../db/schema/mails'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { mailTries } from '../queue/contract'
import type { MailFault } from './contract'
import { MailError, mailFaultOf } from './mail-fault'
import { writeMail } from './write-mail'

/**
 * One attempt, outside any transaction. It may be tried again after it arrived, when its outcome could not be written: a mail
 * grants nothing. Throws after a failure, so that the queue tries again; after the last one the mail has failed for good.
 */
export async function sendMail(
  ctx: DeskContext,
  id: Id<'mail'>,
  { attempt, signal }: { attempt: number; signal: AbortSignal },
): Promise<void> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const open = and(
    eq(mails.id, id),
    eq(mails.propertyId, ctx.property.id),
    isNull(mails.sentAt),
    isNull(mails.gaveUpAt),
  )
  const [mail] = await ctx.db.select().from(mails).where(open)
  if (!mail) return
  const written = await writeMail(ctx, mail)
  if (!written) {
    await ctx.db.delete(mails).where(open)
    return
  }
  const note = (changes: { sentAt?: number; fault: MailFault | null; gaveUpAt?: number | null }) =>
    ctx.db
      .update(mails)
      .set({ ...changes, tries: sql`${mails.tries} + 1`, triedAt: ctx.clock.now() })
      .where(open)
  try {
    if (!ctx.mailer) throw new MailError('not-set-up')
    await ctx.mailer.send({ ...written, to: mail.toAddress, messageId: messageIdOf(mail.id, ctx.publicUrl) }, signal)
  } catch (error) {
    const fault = mailFaultOf(error)
    const last = attempt >= mailTries
    await note({ fault, gaveUpAt: last ? ctx.clock.now() : null })
    ctx.log[last ? 'error' : 'warn']({ mailId: id, fault, attempt }, last ? 'a mail was given up' : 'a mail failed')
    throw new MailError(fault)
  }
  await note({ sentAt: ctx.clock.now(), fault: null })
}

const messageIdOf = (id: Id<'mail'>, publicUrl: string): string => `<${id}@${new URL(publicUrl).hostname}>`
