import { and, eq, lt } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { provedForMs } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import type { Transaction } from '../db/database'
import { people, sessions } from '../db/schema/staff'
import { type Id, newId } from '../ids/ids'
import type { Instant } from '../time/clock'
import { type FactorKind, pinLimits } from './contract'
import { endReplacedSession } from './end-session'
import { findComputer, type KnownComputer } from './find-computer'

export interface SessionPlace {
  address: string
  userAgent: string
  /** The cookie of a registered desk computer, when the browser has one. */
  computerToken?: string | null | undefined
  /** The session that the browser had until now: it ends, as nobody can come back to it. */
  replaces?: Id<'session'> | null | undefined
}

interface Begun {
  id: Id<'session'>
  name: string
}

/** Part of the transaction that proved who it is: the session begins, PIN tries are new, and the activity says so. */
export async function startSession(
  ctx: HouseContext,
  tx: Transaction,
  person: { id: Id<'person'>; name: string },
  place: SessionPlace,
  factor: FactorKind | null = null,
): Promise<Id<'session'>> {
  const computer = await findComputer(ctx, place.computerToken, tx)
  const id = await insertSession(ctx, tx, person, place, {
    computerId: computer?.id ?? null,
    fullAt: ctx.now,
    provedAt: ctx.now,
    // A reset code takes factors away and proves none.
    secondFactorAt: factor === null || factor === 'reset-code' ? null : ctx.now,
    secondFactorBy: factor,
  })
  await refillPinTries(tx, person.id)
  const instead = await endReplacedSession(ctx, tx, person.id, place.replaces)
  await tellSignedIn(ctx, tx, person, { id, name: instead ?? '' }, place, { ...(factor && { factor }) })
  return id
}

/** The same by a PIN: it proves for *R* and nothing else, and ends with the shift that the full sign-in at `fullAt` began. */
export async function startPinSession(
  ctx: HouseContext,
  tx: Transaction,
  person: { id: Id<'person'>; name: string },
  place: SessionPlace,
  rests: { computer: KnownComputer; fullAt: Instant },
): Promise<Id<'session'>> {
  const { computer, fullAt } = rests
  const id = await insertSession(ctx, tx, person, place, {
    computerId: computer.id,
    fullAt,
    provedAt: tooOldToCount(ctx),
    pinProvedAt: ctx.now,
  })
  const instead = await endReplacedSession(ctx, tx, person.id, place.replaces)
  await tellSignedIn(ctx, tx, person, { id, name: instead ?? '' }, place, { pin: true, computer: computer.name })
  return id
}

/** Whoever shows no more than a PIN proved nothing that decides how one signs in, however fresh the full sign-in is. */
export const tooOldToCount = (ctx: HouseContext): Instant => ctx.now - provedForMs - 1

/** Part of a full sign-in: whatever was guessed at the PIN is forgotten. */
export async function refillPinTries(tx: Transaction, personId: Id<'person'>): Promise<void> {
  await tx
    .update(people)
    .set({ pinTriesLeft: pinLimits.tries })
    .where(and(eq(people.id, personId), lt(people.pinTriesLeft, pinLimits.tries)))
}

async function insertSession(
  ctx: HouseContext,
  tx: Transaction,
  person: { id: Id<'person'> },
  place: SessionPlace,
  proof: Pick<
    typeof sessions.$inferInsert,
    'computerId' | 'fullAt' | 'provedAt' | 'pinProvedAt' | 'secondFactorAt' | 'secondFactorBy'
  >,
): Promise<Id<'session'>> {
  const id = newId('session')
  await tx.insert(sessions).values({
    id,
    personId: person.id,
    startedAt: ctx.now,
    usedAt: ctx.now,
    ...proof,
    address: place.address,
    userAgent: place.userAgent.slice(0, 300),
  })
  return id
}

/** `begun.name` = whose session at this browser ended with it; empty when it was the person's own, or none. */
async function tellSignedIn(
  ctx: HouseContext,
  tx: Transaction,
  person: { id: Id<'person'>; name: string },
  begun: Begun,
  place: SessionPlace,
  details: { factor?: FactorKind; pin?: true; computer?: string },
): Promise<void> {
  const actor = {
    kind: 'staff',
    personId: person.id,
    sessionId: begun.id,
    name: person.name,
    roles: [],
    provedAt: ctx.now,
  } as const
  const told = { ...details, ...(begun.name && { instead: begun.name }) }
  await recordAuditEvent({ ...ctx, actor }, tx, {
    event: 'person.signed-in',
    subjectId: begun.id,
    address: place.address,
    ...(Object.keys(told).length > 0 && { details: told }),
  })
}
