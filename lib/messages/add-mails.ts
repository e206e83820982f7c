import type { DeskContext } from '../access/context'
import type { Transaction } from '../db/database'
import { mails } from '../db/schema/mails'
import { newId } from '../ids/ids'
import { enqueue } from '../queue/enqueue'
import type { MailKind } from './contract'

/** A mail per address with the caller's transaction, each with its job; one that there is already is left alone. */
export async function addMails(
  ctx: DeskContext,
  tx: Transaction,
  { kind, about }: { kind: MailKind; about: string },
  addressees: readonly { to: string; language: string | null }[],
): Promise<number> {
  if (addressees.length === 0) return 0
  const added = await tx
    .insert(mails)
    .values(
      addressees.map(({ to, language }) => ({
        id: newId('mail'),
        propertyId: ctx.property.id,
        kind,
        about,
        toAddress: to,
        language: language ?? 'en',
        at: ctx.now,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: mails.id })
  for (const { id } of added) await enqueue(tx, 'mail-due', { mailId: id })
  return added.length
}
