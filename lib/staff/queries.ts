import { and, asc, count, desc, eq, gt, isNull, max } from 'drizzle-orm'
import type { DeskContext, HouseContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { requirePerson } from '../access/require-person'
import { deskComputers, passkeys, people, recoveryCodes, sessions, staffRoles } from '../db/schema/staff'
import { DeskError } from '../errors/desk-error'
import {
  type DeskComputer,
  type OwnAccount,
  type OwnFactors,
  type OwnPin,
  type OwnSession,
  type PersonState,
  type StaffMember,
  sessionLimits,
} from './contract'
import { factorColumns } from './factor-columns'
import { findComputer } from './find-computer'
import { idleMsColumn } from './idle-columns'
import { factorStanding, isLanguage, sessionEndsAt, sessionState } from './rules'

/** Everybody with a role at this property, by name; roles elsewhere are not told. */
export async function listStaff(ctx: DeskContext): Promise<StaffMember[]> {
  requirePermission(ctx, 'staff.see')
  const lastUses = ctx.db
    .select({ personId: sessions.personId, usedAt: max(sessions.usedAt).as('last_used_at') })
    .from(sessions)
    .groupBy(sessions.personId)
    .as('last_uses')
  const rows = await ctx.db
    .select({
      person: people,
      role: staffRoles.role,
      floors: staffRoles.floors,
      lastUsedAt: lastUses.usedAt,
      ...factorColumns,
    })
    .from(staffRoles)
    .innerJoin(people, eq(people.id, staffRoles.personId))
    .leftJoin(lastUses, eq(lastUses.personId, people.id))
    .where(eq(staffRoles.propertyId, ctx.property.id))
    .orderBy(asc(people.name), asc(people.id), asc(staffRoles.givenAt))
  const members = new Map<string, StaffMember>()
  for (const { person, role, floors, lastUsedAt, totp, passkeys, neededSince } of rows) {
    const member = members.get(person.id)
    members.set(person.id, {
      id: person.id,
      name: person.name,
      email: person.email,
      roles: [...(member?.roles ?? []), role],
      floors: floors ?? member?.floors ?? null,
      state: stateOf(person),
      secondFactor: factorStanding(
        { hasFactor: totp || passkeys, neededSince, passwordShort: person.passwordShort },
        ctx.now,
      ),
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
  const [found] = await ctx.db
    .select({ person: people, ...factorColumns })
    .from(people)
    .where(eq(people.id, personId))
  if (!found) throw new DeskError('not-signed-in')
  const { id, name, email, locale, passwordChangedAt } = found.person
  const secondFactor = found.totp || found.passkeys
  return { id, name, email, language: isLanguage(locale) ? locale : null, passwordChangedAt, secondFactor }
}

/** What one has for a second step, and until when one may do without. */
export async function getOwnFactors(ctx: HouseContext): Promise<OwnFactors> {
  const { personId } = requirePerson(ctx)
  const [found] = await ctx.db
    .select({ person: people, ...factorColumns })
    .from(people)
    .where(eq(people.id, personId))
  if (!found) throw new DeskError('not-signed-in')
  const { id, name, createdAt, usedAt } = passkeys
  const held = await ctx.db
    .select({ id, name, createdAt, usedAt })
    .from(passkeys)
    .where(eq(passkeys.personId, personId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id))
  const [left] = await ctx.db
    .select({ count: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.personId, personId), isNull(recoveryCodes.usedAt)))
  const { totpConfirmedAt, passwordShort } = found.person
  const hasFactor = found.totp || found.passkeys
  return {
    totpSince: totpConfirmedAt,
    passkeys: held,
    recoveryCodesLeft: left?.count ?? 0,
    standing: factorStanding({ hasFactor, neededSince: found.neededSince, passwordShort }, ctx.now),
  }
}

/** One's own live sessions, the last used first. */
export async function listOwnSessions(ctx: HouseContext): Promise<OwnSession[]> {
  const { personId, sessionId } = requirePerson(ctx)
  const rows = await ctx.db
    .select({ session: sessions, idleMs: idleMsColumn })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(
      and(
        eq(sessions.personId, personId),
        isNull(sessions.endedAt),
        gt(sessions.startedAt, ctx.now - sessionLimits.absoluteMs),
      ),
    )
    .orderBy(desc(sessions.usedAt), asc(sessions.id))
  return rows
    .map(({ session, idleMs }) => ({ ...session, state: sessionState(session, idleMs, ctx.now) }))
    .filter(({ state }) => state !== 'ended')
    .map((row) => ({
      id: row.id,
      startedAt: row.startedAt,
      usedAt: row.usedAt,
      endsAt: sessionEndsAt(row),
      locked: row.state === 'locked',
      address: row.address,
      userAgent: row.userAgent,
      current: row.id === sessionId,
    }))
}

/** One's own PIN: whether there is one, and how many wrong ones it takes still. */
export async function getOwnPin(ctx: HouseContext): Promise<OwnPin> {
  const { personId } = requirePerson(ctx)
  const [found] = await ctx.db.select().from(people).where(eq(people.id, personId))
  if (!found) throw new DeskError('not-signed-in')
  return { set: found.pinHash !== null, triesLeft: found.pinTriesLeft }
}

/** The property's registered computers, the oldest first; `place` = of the browser that asks, which may be one of them. */
export async function listComputers(
  ctx: DeskContext,
  place: { computerToken?: string | null | undefined },
): Promise<{ computers: DeskComputer[]; registeredElsewhere: boolean }> {
  requirePermission(ctx, 'computer.see')
  const here = await findComputer(ctx, place.computerToken)
  const { id, name, registeredAt } = deskComputers
  const rows = await ctx.db
    .select({ id, name, registeredAt, registeredBy: people.name })
    .from(deskComputers)
    .innerJoin(people, eq(people.id, deskComputers.registeredBy))
    .where(and(eq(deskComputers.propertyId, ctx.property.id), isNull(deskComputers.removedAt)))
    .orderBy(asc(registeredAt), asc(id))
  return {
    computers: rows.map((row) => ({ ...row, here: row.id === here?.id })),
    registeredElsewhere: here !== null && here.propertyId !== ctx.property.id,
  }
}

/** Whether the house has its first account; until then `/setup` is open. */
export async function hasPeople(ctx: HouseContext): Promise<boolean> {
  const rows = await ctx.db.select({ id: people.id }).from(people).limit(1)
  return rows.length > 0
}
