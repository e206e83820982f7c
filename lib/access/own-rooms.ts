import { type SQL, sql } from 'drizzle-orm'
import type { DeskContext } from './context'

/**
 * product.md, Roles: housekeeping sees its own rooms, which are the floors it was given; null = all. Whoever holds another role
 * as well sees all rooms by that one.
 */
export function ownFloors({ actor }: Pick<DeskContext, 'actor'>): readonly string[] | null {
  if (actor.kind !== 'staff' || actor.roles.some((role) => role !== 'housekeeping')) return null
  return actor.floors ?? null
}

/** The doors that the reader sees, over the alias l (locks): the rooms of the own floors ('' = without a floor), and every common door. */
export function seesDoorSql(ctx: DeskContext): SQL<boolean> {
  const floors = ownFloors(ctx)
  return floors === null ? sql`true` : sql`(l.common or coalesce(l.floor, '') = any(${sql.param([...floors])}::text[]))`
}
