import { and, asc, eq, gt, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { StaffActor } from '../access/actor'
import type { HouseContext } from '../access/context'
import { people, sessions, staffRoles } from '../db/schema/staff'
import type { Id } from '../ids/ids'
import { findPinOwner } from './check-pin'
import { pinLimits, type SessionStanding } from './contract'
import { findComputer, type KnownComputer } from './find-computer'
import { pinStanding } from './rules'

/** What a browser learns of its own session, locked or not: nothing of the property, and of others only names at a registered computer. */
export async function tellStanding(
  ctx: HouseContext,
  session: {
    actor: StaffActor
    email: string
    factors: SessionStanding['factors']
    locked: boolean
    leftMs: number
    idleMs: number
  },
  place: { computerToken?: string | null | undefined },
): Promise<SessionStanding> {
  const { actor, email, factors, locked, leftMs, idleMs } = session
  const computer = await findComputer(ctx, place.computerToken)
  const known = await findPinOwner(ctx.db, actor.personId, computer)
  // At a computer of a property where the person does not work it is as at any other.
  const standing = known ? pinStanding(known, ctx.now) : 'not-here'
  return {
    locked,
    leftMs,
    idleMs,
    personId: actor.personId,
    name: actor.name,
    email,
    factors,
    pin: { standing, triesLeft: known?.triesLeft ?? 0 },
    others: computer && locked ? await listOthers(ctx, computer, actor.personId) : [],
  }
}

/** Who signed in fully at the computer in this shift, works there and has a PIN that would be looked at. */
async function listOthers(ctx: HouseContext, computer: KnownComputer, except: Id<'person'>) {
  const worksThere = sql`exists (select 1 from ${staffRoles} r where r.person_id = ${people.id}
    and r.property_id = ${computer.propertyId})`
  return ctx.db
    .selectDistinct({ personId: people.id, name: people.name })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(
      and(
        eq(sessions.computerId, computer.id),
        gt(sessions.fullAt, ctx.now - pinLimits.shiftMs),
        ne(people.id, except),
        isNull(people.disabledAt),
        isNotNull(people.pinHash),
        gt(people.pinTriesLeft, 0),
        worksThere,
      ),
    )
    .orderBy(asc(people.name), asc(people.id))
    .limit(50)
}
