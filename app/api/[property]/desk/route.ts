import { deskRoute } from '@/app/_entry/desk-route'
import { readDesk } from '@/app/(desk)/[property]/read-desk'
import { isId } from '@/lib/ids/ids'
import { longestPage, watchLocks } from '@/lib/locks/watch-locks'

/** The Desk again, as small JSON. `?visible=` names the rooms on the screen, which are then asked about most. */
export const GET = deskRoute(async (ctx, { request }) => {
  const visible = (new URL(request.url).searchParams.get('visible') ?? '').split(',', longestPage)
  watchLocks(
    ctx,
    'desk',
    visible.filter((id) => isId('lock', id)),
  )
  return readDesk(ctx)
})
