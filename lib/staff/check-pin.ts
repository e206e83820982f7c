import { and, eq, gt, isNotNull, isNull, max, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { recordAuditEvent, recordCountedAuditEvent } from '../audit/record-audit-event'
import { type Database, type Transaction, withTransaction } from '../db/database'
import { people, sessions, staffRoles } from '../db/schema/staff'
import type { ErrorCode } from '../errors/codes'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import { type PinStanding, pinLimits } from './contract'
import { countTry } from './count-try'
import { findComputer, type KnownComputer } from './find-computer'
import { verifyPassword } from './hash-password'
import { pinStanding } from './rules'

/** What a right PIN rests on, for the transaction that acts on it. */
export interface CheckedPin {
  personId: Id<'person'>
  pinHash: string
  token: string | null
}

const refusals: Record<Exclude<PinStanding, 'ready'>, ErrorCode> = {
  'not-here': 'pin-not-here',
  'not-set': 'pin-not-set',
  'used-up': 'pin-used-up',
  'full-sign-in-first': 'full-sign-in-needed',
}

/** Who works where that computer stands, with what decides about their PIN there; null for anybody else. */
export async function findPinOwner(
  db: Database | Transaction,
  personId: Id<'person'>,
  computer: KnownComputer | null,
  lock = false,
) {
  const found = db
    .select()
    .from(people)
    .where(and(eq(people.id, personId), isNull(people.disabledAt)))
  const [person] = lock ? await found.for('update') : await found
  if (!person) return null
  const { pinHash, pinTriesLeft: triesLeft } = person
  if (!computer) return { person, computer, pinHash, triesLeft, fullAt: null }
  const [role] = await db
    .select({ role: staffRoles.role })
    .from(staffRoles)
    .where(and(eq(staffRoles.personId, personId), eq(staffRoles.propertyId, computer.propertyId)))
    .limit(1)
  if (!role) return null
  const [last] = await db
    .select({ fullAt: max(sessions.fullAt) })
    .from(sessions)
    .where(and(eq(sessions.personId, personId), eq(sessions.computerId, computer.id), isNotNull(sessions.fullAt)))
  return { person, computer, pinHash, triesLeft, fullAt: last?.fullAt ?? null }
}

/**
 * Looks at a PIN: a try is taken and committed *before*, so that however many come at once, in however many processes, five
 * wrong ones are all. Counted beside the account's passwords too, which slows both. Throws `pin-wrong`, `pin-used-up`,
 * `pin-not-here`, `pin-not-set`, `full-sign-in-needed`, `too-many-tries`.
 */
export async function checkPin(
  ctx: HouseContext,
  asked: { personId: Id<'person'>; pin: string },
  place: { address: string; computerToken?: string | null | undefined },
): Promise<CheckedPin> {
  const token = place.computerToken ?? null
  const computer = await findComputer(ctx, token)
  const known = await findPinOwner(ctx.db, asked.personId, computer)
  // Whoever does not work here is told what anybody is who did not sign in here: no more is learned.
  refuseUnlessReady(known, ctx.now)
  const { person } = known
  const counted = await countTry(ctx, { account: person.email, address: place.address })
  const [taken] = await ctx.db
    .update(people)
    .set({ pinTriesLeft: sql`${people.pinTriesLeft} - 1` })
    .where(and(eq(people.id, person.id), isNotNull(people.pinHash), gt(people.pinTriesLeft, 0)))
    .returning({ pinHash: people.pinHash, left: people.pinTriesLeft })
  if (!taken?.pinHash) throw new DeskError('pin-used-up')
  const later = { ...ctx, now: ctx.clock.now() }
  if (!(await verifyPassword(taken.pinHash, asked.pin))) return wrong(later, person, taken.left, place)
  await counted.succeeded()
  return { personId: person.id, pinHash: taken.pinHash, token }
}

/**
 * Part of the transaction that acts on a right PIN: everything it rests on is so still, and its own try is given back. The
 * wrong ones before stay counted until the next full sign-in.
 */
export async function takePin(ctx: HouseContext, tx: Transaction, checked: CheckedPin) {
  const computer = await findComputer(ctx, checked.token, tx, { stays: true })
  const known = await findPinOwner(tx, checked.personId, computer, true)
  if (!known || known.pinHash !== checked.pinHash || !known.computer) throw new DeskError('full-sign-in-needed')
  // Its own try is still taken: the last one counts too.
  refuseUnlessReady({ ...known, triesLeft: 1 }, ctx.now)
  await tx
    .update(people)
    .set({ pinTriesLeft: sql`least(${people.pinTriesLeft} + 1, ${pinLimits.tries})` })
    .where(eq(people.id, known.person.id))
  return { person: known.person, computer: known.computer, fullAt: known.fullAt as Instant }
}

type Known = NonNullable<Awaited<ReturnType<typeof findPinOwner>>>

function refuseUnlessReady(known: Known | null, now: Instant): asserts known is Known {
  const standing = known ? pinStanding(known, now) : 'full-sign-in-first'
  if (standing !== 'ready') throw new DeskError(refusals[standing])
}

async function wrong(
  ctx: HouseContext,
  person: { id: Id<'person'>; name: string },
  left: number,
  place: { address: string },
): Promise<never> {
  await withTransaction(ctx, async (tx) => {
    await recordCountedAuditEvent(ctx, tx, {
      event: 'person.sign-in-failed',
      address: place.address,
      details: { pin: true },
    })
    if (left > 0) return
    // Whoever typed is not known: it was at that person's PIN, not by that person.
    await recordAuditEvent(ctx, tx, {
      event: 'person.pin-used-up',
      subjectId: person.id,
      address: place.address,
      details: { name: person.name },
    })
  })
  if (left <= 0) throw new DeskError('pin-used-up')
  throw new DeskError('pin-wrong', { fields: { pin: 'wrong' }, details: { left } })
}
