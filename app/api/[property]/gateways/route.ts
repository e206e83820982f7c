import { deskRoute } from '@/app/_entry/desk-route'
import { findReach } from '@/lib/connections/queries'
import { listGatewayRows } from '@/lib/front-desk/list-gateway-rows'
import { watchLocks } from '@/lib/locks/watch-locks'

/** Gateways as small JSON; while somebody asks, they are sampled more often. */
export const GET = deskRoute(async (ctx) => {
  watchLocks(ctx, 'gateways', [])
  return { now: ctx.now, rows: await listGatewayRows(ctx), reach: await findReach(ctx) }
})
