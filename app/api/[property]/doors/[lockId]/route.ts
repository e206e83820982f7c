import { deskRoute } from '@/app/_entry/desk-route'
import { DeskError } from '@/lib/errors/desk-error'
import { getDoorBrief } from '@/lib/front-desk/get-door-brief'
import { isId } from '@/lib/ids/ids'

/** What a dialog about one door says before a press. */
export const GET = deskRoute<{ property: string; lockId: string }>(async (ctx, { params: { lockId } }) => {
  if (!isId('lock', lockId)) throw new DeskError('not-found')
  return getDoorBrief(ctx, lockId)
})
