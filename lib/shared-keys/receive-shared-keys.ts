import { and, countDistinct, eq, gt, inArray, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { connections } from '../db/schema/connections'
import { locks } from '../db/schema/locks'
import { sharedKeys } from '../db/schema/shared-keys'
import { DeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { doorLabel } from '../locks/rules'
import { minuteMs } from '../time/clock'
import type { OfferedKey, OfferedKeys, SharingAnswer } from './contract'
import { deliveryPrint, sharedKeyAad } from './delivery-print'
import { authenticatedPerMinute } from './limit-calls'
import { decideKey, decideTogether, type SharingPolicy } from './rules'

/** `prints` under every key known here, the newest first. */
type Printed = OfferedKey & { prints: string[] }
type Door = { id: Id<'lock'>; label: string; gone: boolean }

/**
 * Keeps what another system shares and decides it, all keys of one call or none (2.5.2, R16, I14); the rows are there before
 * it returns. Throws `not-found` (switched off), `too-many-tries` (600 new calls a minute, of all processes).
 */
export async function receiveSharedKeys(ctx: DeskContext, offered: OfferedKeys): Promise<SharingAnswer> {
  if (ctx.actor.kind !== 'lock-server') throw new DeskError('not-allowed')
  const keys = distinctKeys(ctx, offered.keys)
  return withTransaction(ctx, async (tx) => {
    // One call after the other per property: the same key a hundred times at once is still decided once.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`shared-keys:${ctx.property.id}`}))`)
    const policy = await findPolicy(ctx, tx)
    const known = await countDeliveries(ctx, tx, keys)
    const knownRefused = [...known.values()].some((decision) => decision !== 'accepted')
    const fresh = keys.filter(({ prints }) => !prints.some((print) => known.has(print)))
    if (fresh.length === 0) return { decision: knownRefused ? 'refused' : 'accepted', known: true }
    await refuseTooMany(ctx, tx)
    const doors = await doorsByName(ctx, tx, fresh)
    const doorOf = ({ lockName }: OfferedKey) => (lockName === null ? undefined : doors.get(lockName))
    const alone = fresh.map((key) => {
      const door = doorOf(key)
      return decideKey(policy, key, door ? (door.gone ? 'gone' : 'here') : 'unknown', ctx.now)
    })
    const decided = decideTogether(alone, knownRefused)
    for (const [place, { decision, reason }] of decided.entries()) {
      const key = fresh[place]
      if (key) await keepKey(ctx, tx, offered, key, doorOf(key), decision, reason)
    }
    const accepted = !knownRefused && decided.every(({ decision }) => decision === 'accepted')
    return { decision: accepted ? 'accepted' : 'refused', known: false }
  })
}

/** R17: there is no event id; the same key, lock and window is the same delivery, also twice in one call. */
function distinctKeys(ctx: DeskContext, keys: readonly OfferedKey[]): Printed[] {
  const byPrint = new Map<string, Printed>()
  for (const key of keys) {
    const prints = deliveryPrint(ctx.sealer, key)
    byPrint.set(prints.join(), { ...key, prints })
  }
  return [...byPrint.values()]
}

async function findPolicy(ctx: DeskContext, tx: Transaction): Promise<SharingPolicy> {
  const [row] = await tx
    .select({ on: connections.callbackOn, policy: connections.callbackPolicy, days: connections.callbackDays })
    .from(connections)
    .where(eq(connections.propertyId, ctx.property.id))
  if (!row?.on) throw new DeskError('not-found')
  return { policy: row.policy as SharingPolicy['policy'], days: row.days }
}

/** The deliveries that were here before, counted once more: print → decision. */
async function countDeliveries(ctx: DeskContext, tx: Transaction, keys: readonly Printed[]) {
  const rows = await tx
    .update(sharedKeys)
    .set({ deliveries: sql`${sharedKeys.deliveries} + 1`, lastReceivedAt: ctx.now })
    .where(
      and(
        eq(sharedKeys.propertyId, ctx.property.id),
        inArray(
          sharedKeys.deliveryPrint,
          keys.flatMap(({ prints }) => prints),
        ),
      ),
    )
    .returning({ print: sharedKeys.deliveryPrint, decision: sharedKeys.decision })
  return new Map(rows.map(({ print, decision }) => [print, decision]))
}

/** I15, counted in the rows themselves, so that all processes share the limit. */
async function refuseTooMany(ctx: DeskContext, tx: Transaction): Promise<void> {
  const [lately] = await tx
    .select({ calls: countDistinct(sharedKeys.callId) })
    .from(sharedKeys)
    .where(and(eq(sharedKeys.propertyId, ctx.property.id), gt(sharedKeys.receivedAt, ctx.now - minuteMs)))
  if ((lately?.calls ?? 0) >= authenticatedPerMinute)
    throw new DeskError('too-many-tries', { details: { seconds: 60 } })
}

async function doorsByName(ctx: DeskContext, tx: Transaction, keys: readonly OfferedKey[]) {
  const names = [...new Set(keys.flatMap(({ lockName }) => lockName ?? []))]
  if (names.length === 0) return new Map<string, Door>()
  const rows = await tx
    .select({ id: locks.id, name: locks.name, room: locks.room, door: locks.door, goneAt: locks.goneAt })
    .from(locks)
    .where(and(eq(locks.propertyId, ctx.property.id), inArray(locks.name, names)))
  return new Map(
    rows.map(({ id, name, room, door, goneAt }) => [
      name,
      { id, label: doorLabel({ name, room, door }), gone: goneAt !== null },
    ]),
  )
}

async function keepKey(
  ctx: DeskContext,
  tx: Transaction,
  { ownerId, receiverPhone }: OfferedKeys,
  { keyCode, lockName, roomName, startsAt, endsAt, prints }: Printed,
  door: Door | undefined,
  decision: SharingAnswer['decision'],
  reason: string,
): Promise<void> {
  const id = newId('sharedKey')
  await tx.insert(sharedKeys).values({
    id,
    propertyId: ctx.property.id,
    deliveryPrint: prints[0] ?? '',
    callId: ctx.requestId,
    lockName,
    lockId: door?.id ?? null,
    roomName,
    ownerId,
    receiverPhone,
    keyCodeSealed: ctx.sealer.seal(keyCode, sharedKeyAad(id)),
    startsAt,
    endsAt,
    decision,
    decisionReason: reason,
    receivedAt: ctx.now,
    lastReceivedAt: ctx.now,
  })
  await recordAuditEvent(ctx, tx, {
    event: 'shared-key.received',
    lockId: door?.id ?? null,
    doorLabel: door?.label ?? lockName,
    subjectId: id,
    details: { decision, because: reason, startsAt, endsAt },
  })
}
