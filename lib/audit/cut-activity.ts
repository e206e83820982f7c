import { and, eq, gt, gte, lte, sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { withTransaction } from '../db/database'
import { auditChains, auditEvents } from '../db/schema/audit'
import { DeskError } from '../errors/desk-error'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'
import { lockChain } from './append-events'
import { chainIdOf } from './rules'
import { sealBeginning } from './seal-row'

/**
 * Removes the oldest lines of the property's chain (of the house's without one) up to the first that is not older than
 * `beforeAt`; place and hash of the last removed stay, so that the rest can be verified. Our own code only, in a transaction
 * of its own. Returns how many went.
 */
export async function cutActivity(
  ctx: HouseContext & { property?: { id: Id<'property'> } },
  beforeAt: Instant,
): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const propertyId = ctx.property?.id ?? null
  const id = chainIdOf(propertyId)
  const ofChain = sql`coalesce(${auditEvents.propertyId}, '') = ${propertyId ?? ''}`
  return withTransaction(ctx, async (tx) => {
    const chain = await lockChain(tx, ctx.sealer, id)
    const [kept] = await tx
      .select({ place: sql<string | null>`min(${auditEvents.place})` })
      .from(auditEvents)
      .where(and(ofChain, gt(auditEvents.place, chain.cutPlace), gte(auditEvents.at, beforeAt)))
    const upTo = kept?.place == null ? chain.place : Number(kept.place) - 1
    if (upTo <= chain.cutPlace) return 0
    const [last] = await tx
      .select({ hash: auditEvents.hash })
      .from(auditEvents)
      .where(and(ofChain, eq(auditEvents.place, upTo)))
    // A chain that is not whole stays as it is: somebody must look at it first.
    if (!last?.hash) return 0
    const beginning = { id, cutPlace: upTo, cutHash: last.hash, cutAt: ctx.now }
    const gone = await tx
      .delete(auditEvents)
      .where(and(ofChain, gt(auditEvents.place, chain.cutPlace), lte(auditEvents.place, upTo)))
      .returning({ id: auditEvents.id })
    await tx
      .update(auditChains)
      .set({ ...beginning, cutMac: sealBeginning(ctx.sealer, beginning) })
      .where(eq(auditChains.id, id))
    return gone.length
  })
}
