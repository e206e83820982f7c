import { type SQL, sql } from 'drizzle-orm'
import { dayMs, type Instant } from '../time/clock'
import type { DeskContext } from './context'
import { mayDo } from './require-permission'

/** product.md, Roles: the front desk sees who is to come, who is here and who left within that time; a manager all. */
export const namesKeptMs = 7 * dayMs

/** The end from which on the reader sees guests' names, and what may hold one (bookings, notes); null = never any. */
function namesFrom(ctx: DeskContext): Instant | null {
  const { actor, now } = ctx
  if (!mayDo(ctx, 'guest-name.see')) return null
  const all = actor.kind === 'system' || (actor.kind === 'staff' && actor.roles.includes('manager'))
  return all ? Number.NEGATIVE_INFINITY : now - namesKeptMs
}

/** Whether the reader sees the guest of something that ends (or ended) at `endsAt`. */
export function seesGuest(ctx: DeskContext, endsAt: Instant): boolean {
  const from = namesFrom(ctx)
  return from !== null && endsAt > from
}

/** The same in SQL, for filters and columns; `endsAt` is an expression of the row. */
export function seesGuestSql(ctx: DeskContext, endsAt: SQL): SQL<boolean> {
  const from = namesFrom(ctx)
  if (from === null) return sql`false`
  if (from === Number.NEGATIVE_INFINITY) return sql`true`
  return sql`(${endsAt} > ${new Date(from).toISOString()}::timestamptz)`
}

/** What stands for a guest where the name must not: the end of the stay's own id. `stayId` is an expression of the row. */
export const pseudonymSql = (stayId: SQL): SQL<string> => sql`'G-' || upper(right(${stayId}, 6))`

/** The end of a stay's id that a typed pseudonym names, for who is told guests by it; null for anything else. */
export function pseudonymTyped(ctx: DeskContext, text: string): string | null {
  if (!mayDo(ctx, 'guest-pseudonym.see')) return null
  return /^g-([0-9a-z]{6})$/i.exec(text.trim())?.[1]?.toUpperCase() ?? null
}

/** What the reader is told of the guest of a row (`g` = stays): name and booking where seen, a pseudonym for log readers, else null. */
export function guestToldSql(ctx: DeskContext, endsAt: SQL): Record<'guestName' | 'bookingNumber', SQL> {
  const sees = seesGuestSql(ctx, endsAt)
  const otherwise = mayDo(ctx, 'guest-pseudonym.see') ? pseudonymSql(sql`g.id`) : sql`null`
  return {
    guestName: sql`case when ${sees} then g.guest_name else ${otherwise} end`,
    bookingNumber: sql`case when ${sees} then g.booking_number end`,
  }
}
