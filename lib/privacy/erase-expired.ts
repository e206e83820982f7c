import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { DeskContext, HouseContext } from '../access/context'
import { cutActivity } from '../audit/cut-activity'
import { eraseAddresses } from '../audit/erase-addresses'
import { eraseKeeperWords } from '../connections/erase-keeper-words'
import { claimLease, releaseLease } from '../db/leases'
import { privacyRuns } from '../db/schema/privacy'
import { properties } from '../db/schema/properties'
import { DeskError } from '../errors/desk-error'
import { eraseGuestKeyNotes, eraseKeyCodes } from '../guest-keys/erase-key-codes'
import { type Id, newId } from '../ids/ids'
import { eraseAskedHashes, eraseReasonNotes, eraseVendorWords } from '../instructions/erase-answers'
import { eraseDigits, erasePasscodeNotes } from '../passcodes/erase-digits'
import { eraseSharedKeyCodes, eraseSharedKeys } from '../shared-keys/erase-shared-keys'
import { eraseSignIns } from '../staff/erase-sign-ins'
import { eraseGuests } from '../stays/erase-guests'
import { dayMs, hourMs, minuteMs } from '../time/clock'
import type { PrivacyRun, Removed, RemovedKind } from './contract'
import { monthsBefore } from './rules'

const batch = 500
const leaseMs = 5 * minuteMs
const runsKeptMs = 90 * dayMs

/** Removes at most `limit` of its kind and says how many; fewer than `limit` = nothing is left. Null: not told of. */
type Step = [RemovedKind | null, (limit: number) => Promise<number>]

/**
 * Regular work of Keydesk itself: what had its time at the property goes, in small statements of their own, so that nobody
 * waits for it. Null when another process is at it.
 */
export async function eraseExpired(ctx: DeskContext): Promise<PrivacyRun | null> {
  const [limits] = await ctx.db.select().from(properties).where(eq(properties.id, ctx.property.id))
  if (!limits) throw new DeskError('not-found')
  const before = (ms: number) => ctx.now - ms
  const names = before(limits.keepGuestNamesDays * dayMs)
  const digits = before(limits.keepDigitsHours * hourMs)
  const answers = before(limits.keepAnswersDays * dayMs)
  const signIns = before(limits.keepSignInsDays * dayMs)
  return run(ctx, ctx.property.id, [
    ['notes', (n) => erasePasscodeNotes(ctx, names, n)],
    ['notes', (n) => eraseGuestKeyNotes(ctx, names, n)],
    ['notes', (n) => eraseReasonNotes(ctx, names, n)],
    [null, (n) => eraseAskedHashes(ctx, names, n)],
    ['guestNames', (n) => eraseGuests(ctx, names, n)],
    ['sharedKeys', (n) => eraseSharedKeys(ctx, names, n)],
    ['digits', (n) => eraseDigits(ctx, digits, n)],
    ['keyCodes', (n) => eraseKeyCodes(ctx, n)],
    ['keyCodes', (n) => eraseSharedKeyCodes(ctx, n)],
    ['answers', (n) => eraseVendorWords(ctx, answers, n)],
    ['answers', (n) => eraseKeeperWords(ctx, answers, n)],
    ['signIns', (n) => eraseSignIns(ctx, signIns, n)],
    ['addresses', (n) => eraseAddresses(ctx, signIns, n)],
    ['activity', atOnce(() => cutActivity(ctx, monthsBefore(ctx.now, limits.keepActivityMonths)))],
  ])
}

/**
 * The same for what belongs to no property: strangers' addresses go by the shortest limit of all, so that every property's
 * word holds; the house's activity by the longest, so that none misses a line of it.
 */
export async function eraseExpiredOfHouse(ctx: HouseContext): Promise<PrivacyRun | null> {
  const [limits] = await ctx.db
    .select({
      signInsDays: sql<number | null>`min(${properties.keepSignInsDays})`,
      activityMonths: sql<number | null>`max(${properties.keepActivityMonths})`,
    })
    .from(properties)
  if (limits?.signInsDays == null || limits.activityMonths == null) return null
  const signIns = ctx.now - limits.signInsDays * dayMs
  const activity = monthsBefore(ctx.now, limits.activityMonths)
  return run(ctx, null, [
    ['signIns', (n) => eraseSignIns(ctx, signIns, n)],
    ['addresses', (n) => eraseAddresses(ctx, signIns, n)],
    ['activity', atOnce(() => cutActivity(ctx, activity))],
  ])
}

/** What takes no limit: done once, and again only when there is more than a batch. */
const atOnce = (cut: () => Promise<number>) => async () => cut()

async function run(
  ctx: HouseContext,
  propertyId: Id<'property'> | null,
  steps: readonly Step[],
): Promise<PrivacyRun | null> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const lease = `privacy:${propertyId ?? 'house'}`
  // The hourly run and a press of Run now may be in one process.
  const holder = `${ctx.processId} ${ctx.requestId}`
  const ours = () => claimLease(ctx.db, lease, holder, leaseMs)
  if (!(await ours())) return null
  const removed: Removed = {}
  try {
    for (const [kind, erase] of steps) {
      for (let gone = batch; gone >= batch && !ctx.background.stopping.aborted && (await ours()); ) {
        gone = await erase(batch)
        if (gone > 0 && kind !== null) removed[kind] = (removed[kind] ?? 0) + gone
      }
    }
    await ctx.db.insert(privacyRuns).values({ id: newId('privacyRun'), propertyId, at: ctx.now, removed })
    const here = propertyId === null ? isNull(privacyRuns.propertyId) : eq(privacyRuns.propertyId, propertyId)
    await ctx.db.delete(privacyRuns).where(and(here, lt(privacyRuns.at, ctx.now - runsKeptMs)))
  } finally {
    await releaseLease(ctx.db, lease, holder)
  }
  return { at: ctx.now, removed }
}
