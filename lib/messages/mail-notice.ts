import { and, eq, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { withTransaction } from '../db/database'
import { notices, people, staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import { addMails } from './add-mails'

/** A notice goes by mail too, to everybody who manages the property now; nobody is written to where no mail server is set. */
export async function mailNotice(ctx: DeskContext, id: Id<'notice'>): Promise<void> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  if (!ctx.mailer) return
  await withTransaction(ctx, async (tx) => {
    const managers = await tx
      .selectDistinct({ to: people.email, language: people.locale })
      .from(notices)
      .innerJoin(staffRoles, and(eq(staffRoles.propertyId, notices.propertyId), eq(staffRoles.role, 'manager')))
      .innerJoin(people, eq(people.id, staffRoles.personId))
      .where(and(eq(notices.id, id), eq(notices.propertyId, ctx.property.id), isNull(people.disabledAt)))
    await addMails(ctx, tx, { kind: 'notice', about: id }, managers)
  })
}
