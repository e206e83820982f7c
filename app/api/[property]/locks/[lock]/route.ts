import { deskRoute } from '@/app/_entry/desk-route'
import { DeskError } from '@/lib/errors/desk-error'
import { isId } from '@/lib/ids/ids'
import { getLock } from '@/lib/locks/queries'
import { watchLocks } from '@/lib/locks/watch-locks'
import { tellsOccupied } from '@/lib/unlocks/queries'

/** One lock again, as small JSON; while somebody asks, the Lock Server is asked about it every few seconds. */
export const GET = deskRoute<{ property: string; lock: string }>(async (ctx, { params }) => {
  const { lock: id } = params
  if (!isId('lock', id)) throw new DeskError('not-found')
  watchLocks(ctx, id, [id])
  const lock = await getLock(ctx, id)
  return { now: ctx.now, lock, occupied: await tellsOccupied(ctx, lock) }
})
