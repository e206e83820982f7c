import { filterOf, type KeysAddress, readCursor, writeCursor } from '@/components/keys/keys-address'
import type { KeysView } from '@/components/keys/keys-contract'
import type { DeskContext } from '@/lib/access/context'
import { listKeys } from '@/lib/front-desk/list-keys'

export const keysPerPage = 50

/** One page of codes and mobile keys; on the first, possible unknown codes apart unless they are what is asked for. */
export async function readKeys(ctx: DeskContext, address: KeysAddress): Promise<KeysView> {
  const filter = filterOf(address, ctx.property.timeZone)
  const before = readCursor(address.trail.at(-1) ?? '')
  const { rows, next } = await listKeys(ctx, filter, { limit: keysPerPage, ...(before && { before }) })
  const apart = address.trail.length === 0 && address.state !== 'unknown'
  const unknown = apart ? await listKeys(ctx, { state: 'unknown' }, { limit: keysPerPage }) : null
  return { now: ctx.now, rows, next: next && writeCursor(next), unknown: unknown?.rows ?? [] }
}
