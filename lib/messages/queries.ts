import { desc, eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { mails } from '../db/schema/mails'
import type { MailFault, MailKind, MailStanding } from './contract'

const recentAtMost = 10

/** Whether mail is set up here, and how the newest of the property fared. */
export async function getMailStanding(ctx: DeskContext): Promise<MailStanding> {
  requirePermission(ctx, 'settings.see')
  const rows = await ctx.db
    .select()
    .from(mails)
    .where(eq(mails.propertyId, ctx.property.id))
    .orderBy(desc(mails.at), desc(mails.id))
    .limit(recentAtMost)
  const { mailer } = ctx
  return {
    server: mailer ? { address: mailer.server, from: mailer.from } : null,
    recent: rows.map((row) => ({
      id: row.id,
      kind: row.kind as MailKind,
      to: row.toAddress,
      at: row.at,
      state: row.sentAt !== null ? 'sent' : row.gaveUpAt !== null ? 'failed' : 'waiting',
      triedAt: row.sentAt ?? row.triedAt,
      fault: row.fault as MailFault | null,
    })),
  }
}
