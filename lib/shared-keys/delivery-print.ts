import type { Sealer } from '../crypto/sealer'
import type { Id } from '../ids/ids'
import type { OfferedKey } from './contract'

export const sharedKeyAad = (id: Id<'sharedKey'>): string => `shared_keys:${id}:key-code`

/** R17: there is no event id; key, lock and window name a delivery. Under every key known here, the newest first. */
export function deliveryPrint(
  sealer: Sealer,
  { keyCode, lockName, startsAt, endsAt }: Omit<OfferedKey, 'roomName'>,
): string[] {
  return sealer.fingerprints(JSON.stringify([keyCode, lockName, startsAt, endsAt]), 'shared-key')
}
