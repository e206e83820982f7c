import { and, asc, desc, eq, gt, isNull, max } from 'drizzle-orm'
import type { DeskContext, HouseContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { requirePerson } from '../access/require-person'
import { people, sessions, staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import { type OwnAccount, type OwnSession, type PersonState, type StaffMember, sessionLimits } from './contract'
import { isLanguage, isSessionLive, sessionEndsAt } from './rules'

/** Everybody with a role at this property, by name; roles elsewhere are not told. */
export async function listStaff(ctx: DeskContext): Promise<StaffMember[]> {
  requirePermission(ctx, 'staff.see')
  const lastUses = ctx.db
    .select({ personId: sessions.personId, usedAt: max(sessions.usedAt).as('last_used_at') })
    .from(sessions)
    .groupBy(sessions.personId)
    .as('last_uses')
  const rows = await ctx.db
    .select({ person: people, role: staffRoles.role, lastUsedAt: lastUses.usedAt })
    .from(staffRoles)
    .innerJoin(people, eq(people.id, staffRoles.personId))
    .leftJoin(lastUses, eq(lastUses.personId, people.id))
    .where(eq(staffRoles.propertyId, ctx.property.id))
    .orderBy(asc(people.name), asc(people.id), asc(staffRoles.givenAt))
  const members = new Map<string, StaffMember>()
  for (const { person, role, lastUsedAt } of rows) {
    const member = members.get(person.id)
    members.set(person.id, {
      id: person.id,
      name: person.name,
      email: person.email,
      roles: [...(member?.roles ?? []), role],
      state: stateOf(person),
      addedAt: person.createdAt,
      lastUsedAt,
      own: ctx.actor.kind === 'staff' && ctx.actor.personId === person.id,
    })
  }
  return [...members.values()]
}

function stateOf(person: { disabledAt: number | null; oneTimePasswordUntil: number | null }): PersonState {
  if (person.disabledAt !== null) return 'disabled'
  return person.oneTimePasswordUntil === null ? 'active' : 'one-time-password'
}

export async function getOwnAccount(ctx: HouseContext): Promise<OwnAccount> {
  const { personId } = requirePerson(ctx)
  const [person] = await ctx.db.select().from(people).where(eq(people.id, personId))
  if (!person) throw new DeskError('not-signed-in')
  const { id, name, email, locale, passwordChangedAt } = person
  return { id, name, email, language: isLanguage(locale) ? locale : null, passwordChangedAt }
}

/** One's own live sessions, the last used first. */
export async function listOwnSessions(ctx: HouseContext): Promise<OwnSession[]> {
  const { personId, sessionId } = requirePerson(ctx)
  const rows = await ctx.db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.personId, personId),
        isNull(sessions.endedAt),
        gt(sessions.startedAt, ctx.now - sessionLimits.absoluteMs),
      ),
    )
    .orderBy(desc(sessions.usedAt), asc(sessions.id))
  return rows
    .filter((row) => isSessionLive(row, ctx.now))
    .map((row) => ({
      id: row.id,
      startedAt: row.startedAt,
      usedAt: row.usedAt,
      endsAt: sessionEndsAt(row),
      address: row.address,
      userAgent: row.userAgent,
      current: row.id === sessionId,
    }))
}

/** Whether the house has its first account; until then `/setup` is open. */
export async function hasPeople(ctx: HouseContext): Promise<boolean> {
  const rows = await ctx.db.select({ id: people.id }).from(people).limit(1)
  return rows.length > 0
}
