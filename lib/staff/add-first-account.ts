import { sql } from 'drizzle-orm'
import type { ContextProperty, HouseContext } from '../access/context'
import type { Role } from '../access/permissions'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { people, staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { type Id, newId } from '../ids/ids'
import { hashPassword } from './hash-password'
import { firstAccountInput } from './input'
import { hasPeople } from './queries'
import { refuseWeakPassword } from './refuse-weak-password'

export interface FirstAccount {
  name: string
  email: string
  password: string
  /** "I also run the desk": a small house is one person (end of product.md). */
  alsoRunsDesk: boolean
}

/** What can be said of it before anything is written: the work of hashing is done outside the transaction. */
export async function prepareFirstAccount(input: FirstAccount, propertyName: string) {
  const account = parseInput(firstAccountInput, input)
  refuseWeakPassword(account.password, [account.name, account.email, propertyName])
  return { ...account, passwordHash: await hashPassword(account.password) }
}

/** The administrator whom a house begins with. Joins the caller's transaction; throws `setup-closed` when there is somebody already. */
export async function addFirstAccount(
  ctx: HouseContext,
  account: Awaited<ReturnType<typeof prepareFirstAccount>>,
  makeProperty: (ctx: HouseContext) => Promise<ContextProperty>,
): Promise<{ personId: Id<'person'>; property: ContextProperty }> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  return withTransaction(ctx, async (tx) => {
    // Two processes that start together make one account.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('keydesk.first-account'))`)
    const inside = { ...ctx, db: tx }
    if (await hasPeople(inside)) throw new DeskError('setup-closed')
    const property = await makeProperty(inside)
    const personId = newId('person')
    await tx.insert(people).values({
      id: personId,
      email: account.email,
      name: account.name,
      passwordHash: account.passwordHash,
      passwordChangedAt: ctx.now,
      createdAt: ctx.now,
    })
    const roles: Role[] = account.alsoRunsDesk ? ['administrator', 'manager', 'front-desk'] : ['administrator']
    await tx
      .insert(staffRoles)
      .values(roles.map((role) => ({ personId, propertyId: property.id, role, givenAt: ctx.now })))
    await recordAuditEvent({ ...ctx, property }, tx, {
      event: 'person.added',
      subjectId: personId,
      details: { name: account.name, roles: roles.join(' · '), first: true },
    })
    return { personId, property }
  })
}
