import type { DeskContext } from '../access/context'
import type { Sealer } from '../crypto/sealer'
import type { connections } from '../db/schema/connections'
import { type Id, randomText } from '../ids/ids'
import type { LockServerConnection, PathStyle, Trust } from '../lock-server/contract'

export type ConnectionRow = typeof connections.$inferSelect

export const passwordAad = (id: Id<'connection'>): string => `connections:${id}:password`
export const callbackPartAad = (id: Id<'connection'>): string => `connections:${id}:callback-part`

/** The fingerprint under which the unguessable part of a callback address is found (R17). */
export const callbackPartPrint = (sealer: Sealer, part: string): string => sealer.fingerprint(part, 'callback-part')

/** The same for finding: a part that was printed before a change of the key is found too. */
export const callbackPartPrints = (sealer: Sealer, part: string): string[] => sealer.fingerprints(part, 'callback-part')

/** A new unguessable part (125 bits) as its two columns. */
export function newCallbackPart(sealer: Sealer, id: Id<'connection'>) {
  const part = randomText()
  return {
    callbackPartSealed: sealer.seal(part, callbackPartAad(id)),
    callbackPartPrint: callbackPartPrint(sealer, part),
  }
}

/** The address that a login registers (2.1.1, R16, R17): the unguessable part is in it only where it is asked for. */
export function callbackAddressOf(
  ctx: Pick<DeskContext, 'publicUrl' | 'property' | 'sealer'>,
  row: Pick<ConnectionRow, 'id' | 'callbackSender' | 'callbackPartSealed'>,
): string {
  const address = `${ctx.publicUrl}/api/lock-server/${ctx.property.slug}`
  if (row.callbackSender !== 'path' || row.callbackPartSealed === null) return address
  return `${address}/${ctx.sealer.unseal(row.callbackPartSealed, callbackPartAad(row.id))}`
}

/** The row as the Lock Server's client takes it, with its secrets opened; it goes to `openLockServer` and nowhere else. */
export function openConnection(ctx: DeskContext, row: ConnectionRow): LockServerConnection {
  return {
    id: row.id,
    baseUrl: row.baseUrl,
    prefix: row.prefix,
    pathStyle: row.pathStyle as PathStyle,
    account: row.account,
    username: row.username,
    password: ctx.sealer.unseal(row.passwordSealed, passwordAad(row.id)),
    deviceMac: row.deviceMac,
    trust: trustOf(row),
    lockClocks: row.localTime ? { kind: 'local', timeZone: ctx.property.timeZone } : { kind: 'utc' },
    callbackAddress: row.callbackOn ? callbackAddressOf(ctx, row) : null,
  }
}

/** A pin without its certificate trusts nothing, rather than falling back to public authorities (I22). */
export function trustOf(row: Pick<ConnectionRow, 'trust' | 'trustedPem' | 'trustedSha256'>): Trust {
  if (row.trust === 'system-ca') return { kind: 'system-ca' }
  const pem = row.trustedPem ?? ''
  return row.trust === 'ca' ? { kind: 'ca', pem } : { kind: 'pinned', pem, sha256: row.trustedSha256 ?? '' }
}
