import { and, eq, inArray } from 'drizzle-orm'
import type { ContextProperty, HouseContext } from '../access/context'
import { callbackPartPrints } from '../connections/connection-secrets'
import { connections } from '../db/schema/connections'
import { properties } from '../db/schema/properties'
import type { Id } from '../ids/ids'
import { connectionsOfToken } from '../lock-server/live-tokens'
import { contextPropertyOf } from '../properties/queries'
import type { CallbackPlace } from './rules'

/** Whose Lock Server calls (R17), or why nobody is let in; outside, every refusal looks the same. */
export type Recognised =
  | { property: ContextProperty }
  | { property: null; refusal: 'unauthenticated' | 'switched-off'; propertyId: Id<'property'> | null }

/**
 * A bearer decides where one was sent: one of our own unexpired access tokens, of the one property that the path names, or
 * at a bare path of one property only. Without a bearer the unguessable part does, where the property has switched that on.
 */
export async function recogniseSender(
  ctx: HouseContext,
  { slug, part }: Pick<CallbackPlace, 'slug' | 'part'>,
  bearer: string | null,
): Promise<Recognised> {
  const owners = bearer === null ? await findByPart(ctx, slug, part) : await findByToken(ctx, slug, bearer)
  const on = owners.filter((owner) => owner.on)
  const [owner] = on
  if (owner && on.length === 1) return { property: contextPropertyOf(owner.property) }
  const [off] = owners
  if (off && owners.length === 1) return { property: null, refusal: 'switched-off', propertyId: off.property.id }
  return { property: null, refusal: 'unauthenticated', propertyId: null }
}

const owner = { property: properties, on: connections.callbackOn }

async function findByToken(ctx: HouseContext, slug: string | null, bearer: string) {
  const ids = await connectionsOfToken(ctx, bearer)
  if (ids.length === 0) return []
  return ctx.db
    .select(owner)
    .from(connections)
    .innerJoin(properties, eq(properties.id, connections.propertyId))
    .where(and(inArray(connections.id, ids), slug === null ? undefined : eq(properties.slug, slug)))
}

/** Found by a keyed fingerprint, so that the time it takes tells nothing of the part. */
async function findByPart(ctx: HouseContext, slug: string | null, part: string | null) {
  if (slug === null || part === null) return []
  return ctx.db
    .select(owner)
    .from(connections)
    .innerJoin(properties, eq(properties.id, connections.propertyId))
    .where(
      and(
        inArray(connections.callbackPartPrint, callbackPartPrints(ctx.sealer, part)),
        eq(connections.callbackSender, 'path'),
        eq(properties.slug, slug),
      ),
    )
}
