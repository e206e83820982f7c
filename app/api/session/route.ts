import { houseRoute } from '@/app/_entry/desk-route'
import { DeskError } from '@/lib/errors/desk-error'

/** Somebody touches keyboard or screen without asking for anything: the session stays (at most once a minute per tab). */
export const POST = houseRoute(async ({ signedIn }) => {
  if (!signedIn) throw new DeskError('not-signed-in')
  return {}
})
