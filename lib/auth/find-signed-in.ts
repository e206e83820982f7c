import { and, eq, isNull, sql } from 'drizzle-orm'
import type { StaffActor } from '../access/actor'
import type { ContextProperty, HouseContext } from '../access/context'
import { isRole, type Role } from '../access/permissions'
import { onceFor } from '../db/once-for'
import { properties } from '../db/schema/properties'
import { deskComputers, people, sessions, staffRoles } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import { contextPropertyOf } from '../properties/queries'
import { type FactorKind, type FactorStanding, factorKinds } from '../staff/contract'
import { factorColumns } from '../staff/factor-columns'
import { idleMsColumn } from '../staff/idle-columns'
import { factorStanding, sessionState } from '../staff/rules'
import type { Instant } from '../time/clock'

export interface SignedIn {
  actor: StaffActor
  /** The property of that slug, when the person has a role there. */
  property: ContextProperty | null
  email: string
  language: string | null
  usedAt: Instant
  /** How long the session stays open untouched. */
  idleMs: number
  /** The screen is locked: whoever opens the request treats the person as nobody. */
  locked: boolean
  /** Locked for want of use, and not yet written down as that. */
  lockedUnnoted: boolean
  /** The password was handed out and must be replaced before anything else. */
  oneTimePassword: boolean
  /** What the person can prove with besides the password. */
  factors: { totp: boolean; passkeys: boolean }
  /** `missing` = a second factor must be set up before anything else. */
  secondFactor: FactorStanding
  /** How a second factor was shown in this session; null while it rests on the password alone. */
  factorShown: FactorKind | null
}

/** Asked at every request, so it is put together once. */
const query = onceFor((db) =>
  db
    .select({
      session: sessions,
      person: people,
      property: properties,
      role: staffRoles.role,
      floors: staffRoles.floors,
      computerAt: deskComputers.propertyId,
      idleMs: idleMsColumn,
      ...factorColumns,
    })
    .from(sessions)
    .innerJoin(people, and(eq(people.id, sessions.personId), isNull(people.disabledAt)))
    .leftJoin(properties, eq(properties.slug, sql.placeholder('slug')))
    .leftJoin(staffRoles, and(eq(staffRoles.personId, people.id), eq(staffRoles.propertyId, properties.id)))
    .leftJoin(deskComputers, and(eq(deskComputers.id, sessions.computerId), isNull(deskComputers.removedAt)))
    .where(eq(sessions.id, sql.placeholder('sessionId')))
    .prepare(''),
)

/** Session, account, property and roles as they are now, in one statement; null when the session opens nothing (any more). */
export async function findSignedIn(
  ctx: HouseContext,
  sessionId: Id<'session'>,
  slug: string | null,
): Promise<SignedIn | null> {
  const rows = await query(ctx.db).execute({ sessionId, slug: slug?.replaceAll('\0', '-') ?? '' })
  const [first] = rows
  const state = first ? sessionState(first.session, first.idleMs, ctx.now) : 'ended'
  if (!first || state === 'ended') return null
  const { session, person, property, computerAt, idleMs, totp, passkeys, neededSince } = first
  const { passwordShort } = person
  const held = rows.flatMap(({ role }): Role[] => (role !== null && isRole(role) ? [role] : []))
  return {
    actor: {
      kind: 'staff',
      personId: person.id,
      sessionId: session.id,
      name: person.name,
      roles: held,
      floors: rows.find(({ role }) => role === 'housekeeping')?.floors ?? null,
      provedAt: session.provedAt,
      pinProvedAt: session.pinProvedAt,
      pinElsewhere: property !== null && computerAt !== null && computerAt !== property.id,
    },
    property: property && held.length > 0 ? contextPropertyOf(property) : null,
    email: person.email,
    language: person.locale,
    usedAt: session.usedAt,
    idleMs,
    locked: state === 'locked',
    lockedUnnoted: state === 'locked' && session.lockedAt === null,
    oneTimePassword: person.oneTimePasswordUntil !== null,
    factors: { totp, passkeys },
    secondFactor: factorStanding({ hasFactor: totp || passkeys, neededSince, passwordShort }, ctx.now),
    factorShown: factorKinds.find((kind) => kind === session.secondFactorBy) ?? null,
  }
}
