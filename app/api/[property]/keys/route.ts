import { deskRoute } from '@/app/_entry/desk-route'
import { readKeys } from '@/app/(desk)/[property]/keys/read-keys'
import { readKeysAddress } from '@/components/keys/keys-address'

/** A page of *Keys* again, as small JSON; the query is the page's own. */
export const GET = deskRoute(async (ctx, { request }) => {
  const query = new URL(request.url).searchParams
  return readKeys(
    ctx,
    readKeysAddress((name) => query.get(name)),
  )
})
