import { deskRoute } from '@/app/_entry/desk-route'
import { readCode } from '@/app/(desk)/[property]/keys/[passcode]/read-code'
import { DeskError } from '@/lib/errors/desk-error'
import { isId } from '@/lib/ids/ids'

/** One code as it stands now; its digits are never in it. */
export const GET = deskRoute<{ property: string; passcode: string }>(async (ctx, { params: { passcode } }) => {
  if (!isId('passcode', passcode)) throw new DeskError('not-found')
  return readCode(ctx, passcode)
})
