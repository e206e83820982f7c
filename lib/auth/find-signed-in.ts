import { and, eq, isNull } from 'drizzle-orm'
import type { StaffActor } from '../access/actor'
import type { ContextProperty, HouseContext } from '../access/context'
import { isRole, type Role } from '../access/permissions'
import { properties } from '../db/schema/properties'
import { people, sessions, staffRoles } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import { contextPropertyOf } from '../properties/queries'
import { isSessionLive } from '../staff/rules'
import type { Instant } from '../time/clock'

export interface SignedIn {
  actor: StaffActor
  /** The property of that slug, when the person has a role there. */
  property: ContextProperty | null
  email: string
  language: string | null
  usedAt: Instant
  /** The password was handed out and must be replaced before anything else. */
  oneTimePassword: boolean
}

/** Session, account, property and roles as they are now, in one statement; null when the session opens nothing (any more). */
export async function findSignedIn(
  ctx: HouseContext,
  sessionId: Id<'session'>,
  slug: string | null,
): Promise<SignedIn | null> {
  const rows = await ctx.db
    .select({ session: sessions, person: people, property: properties, role: staffRoles.role })
    .from(sessions)
    .innerJoin(people, and(eq(people.id, sessions.personId), isNull(people.disabledAt)))
    .leftJoin(properties, eq(properties.slug, slug ?? ''))
    .leftJoin(staffRoles, and(eq(staffRoles.personId, people.id), eq(staffRoles.propertyId, properties.id)))
    .where(eq(sessions.id, sessionId))
  const [first] = rows
  if (!first || !isSessionLive(first.session, ctx.now)) return null
  const { session, person, property } = first
  const held = rows.flatMap(({ role }): Role[] => (role !== null && isRole(role) ? [role] : []))
  return {
    actor: {
      kind: 'staff',
      personId: person.id,
      sessionId: session.id,
      name: person.name,
      roles: held,
      provedAt: session.provedAt,
    },
    property: property && held.length > 0 ? contextPropertyOf(property) : null,
    email: person.email,
    language: person.locale,
    usedAt: session.usedAt,
    oneTimePassword: person.oneTimePasswordUntil !== null,
  }
}
