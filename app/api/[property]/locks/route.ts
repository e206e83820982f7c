import { deskRoute } from '@/app/_entry/desk-route'
import { findReach } from '@/lib/connections/queries'
import { isId } from '@/lib/ids/ids'
import { countLocks, listLocks, listLocksById } from '@/lib/locks/queries'
import { longestPage, watchLocks } from '@/lib/locks/watch-locks'

/**
 * Locks as small JSON. `?visible=` names the rows on the screen, which are then asked about most and are all that comes
 * back; with `all=1` every lock does.
 */
export const GET = deskRoute(async (ctx, { request }) => {
  const { searchParams } = new URL(request.url)
  const visible = (searchParams.get('visible') ?? '').split(',', longestPage).filter((id) => isId('lock', id))
  watchLocks(ctx, 'locks', visible)
  if (searchParams.get('all') === '1') {
    const rows = await listLocks(ctx)
    return { now: ctx.now, rows, total: rows.length, reach: await findReach(ctx) }
  }
  const rows = await listLocksById(ctx, visible)
  return { now: ctx.now, rows, total: await countLocks(ctx), reach: await findReach(ctx) }
})
