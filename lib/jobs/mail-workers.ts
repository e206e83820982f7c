import { eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { type House, openDeskContext } from '../access/house'
import { mails } from '../db/schema/mails'
import { properties } from '../db/schema/properties'
import { notices } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import { mailNotice } from '../messages/mail-notice'
import { sendMail } from '../messages/send-mail'
import { contextPropertyOf } from '../properties/queries'
import type { Workers } from '../queue/runner'

/** What is told by mail: to whom, and each attempt to send it. */
export function mailWorkers(house: House): Pick<Workers, 'notice-recorded' | 'mail-due'> {
  return {
    async 'notice-recorded'({ noticeId }) {
      const id = noticeId as Id<'notice'>
      const ctx = await findContext(house, notices, id)
      if (ctx) await mailNotice(ctx, id)
    },
    async 'mail-due'({ mailId }, { attempt, signal }) {
      const id = mailId as Id<'mail'>
      const ctx = await findContext(house, mails, id)
      if (ctx) await sendMail(ctx, id, { attempt, signal })
    },
  }
}

async function findContext(
  house: House,
  table: typeof notices | typeof mails,
  id: Id<'notice'> | Id<'mail'>,
): Promise<DeskContext | null> {
  const [row] = await house.home.db
    .select({ property: properties })
    .from(table)
    .innerJoin(properties, eq(properties.id, table.propertyId))
    .where(eq(table.id, id))
  return row ? openDeskContext(house, { kind: 'system', part: 'mail' }, contextPropertyOf(row.property)) : null
}
