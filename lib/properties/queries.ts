import { and, asc, eq, exists } from 'drizzle-orm'
import type { ContextProperty, HouseContext } from '../access/context'
import type { Role } from '../access/permissions'
import { properties } from '../db/schema/properties'
import { staffRoles } from '../db/schema/staff'
import type { Id } from '../ids/ids'

type Row = typeof properties.$inferSelect

/** What every verb gets to know of a property. */
export function contextPropertyOf({ createdAt: _, ...property }: Row): ContextProperty {
  return property
}

/** Null also for staff without a role there: they do not learn that it exists (I29). */
export async function findPropertyBySlug(ctx: HouseContext, slug: string): Promise<ContextProperty | null> {
  const rows = await ctx.db
    .select()
    .from(properties)
    .where(and(eq(properties.slug, slug), mayBeSeenBy(ctx)))
  return rows[0] ? contextPropertyOf(rows[0]) : null
}

export interface OwnProperty {
  id: Id<'property'>
  slug: string
  name: string
  roles: readonly Role[]
}

/** The properties at which the person of the context has a role, by name; nobody else has any. */
export async function listPropertiesOf(ctx: HouseContext): Promise<OwnProperty[]> {
  if (ctx.actor.kind !== 'staff') return []
  const rows = await ctx.db
    .select({ id: properties.id, slug: properties.slug, name: properties.name, role: staffRoles.role })
    .from(staffRoles)
    .innerJoin(properties, eq(properties.id, staffRoles.propertyId))
    .where(eq(staffRoles.personId, ctx.actor.personId))
    .orderBy(asc(properties.name), asc(properties.id))
  const byId = new Map<string, OwnProperty>()
  for (const { role, ...property } of rows) {
    const own = byId.get(property.id)
    byId.set(property.id, { ...property, roles: [...(own?.roles ?? []), role as Role] })
  }
  return [...byId.values()]
}

/** Every property of the house, oldest first: for jobs, which go through them as the system. */
export async function listAllProperties(ctx: HouseContext): Promise<ContextProperty[]> {
  if (ctx.actor.kind !== 'system') return []
  const rows = await ctx.db.select().from(properties).orderBy(asc(properties.createdAt), asc(properties.id))
  return rows.map(contextPropertyOf)
}

/** For jobs and the callback, which know the id from a row of their own. */
export async function findProperty(ctx: HouseContext, id: Id<'property'>): Promise<ContextProperty | null> {
  const rows = await ctx.db
    .select()
    .from(properties)
    .where(and(eq(properties.id, id), mayBeSeenBy(ctx)))
  return rows[0] ? contextPropertyOf(rows[0]) : null
}

/** Everything for our own code, one's own for staff, nothing for anybody else. */
function mayBeSeenBy(ctx: HouseContext) {
  const { actor } = ctx
  if (actor.kind === 'system' || actor.kind === 'lock-server') return undefined
  const personId = actor.kind === 'staff' ? actor.personId : ('' as Id<'person'>)
  return exists(
    ctx.db
      .select({ one: staffRoles.role })
      .from(staffRoles)
      .where(and(eq(staffRoles.propertyId, properties.id), eq(staffRoles.personId, personId))),
  )
}
