import { deskRoute } from '@/app/_entry/desk-route'
import { listKeeperAccounts } from '@/lib/connections/list-keeper-accounts'

/** Lock Keeper accounts as small JSON: asked for while one of them waits for its answer. */
export const GET = deskRoute(async (ctx) => ({ now: ctx.now, rows: await listKeeperAccounts(ctx) }))
