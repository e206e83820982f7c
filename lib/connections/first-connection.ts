import { readFile } from 'node:fs/promises'
import type { DeskContext } from '../access/context'
import { withTransaction } from '../db/database'
import { connections } from '../db/schema/connections'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { newId } from '../ids/ids'
import { defaultPrefix, type PathStyle } from '../lock-server/contract'
import { pemSha256 } from '../lock-server/trust'
import { columnsOf, recordFirst } from './change-connection'
import { newCallbackPart, passwordAad } from './connection-secrets'
import { connectionInput } from './input'

/** LOCK_SERVER_* of the settings; `url` may go on with the prefix (R1), `certificateFile` is a PEM. */
export interface FirstConnection {
  url: string
  username: string
  password: string
  deviceMac?: string | undefined
  certificateFile?: string | undefined
  pathStyle: PathStyle
  account?: string | undefined
  heartbeatMs?: number | undefined
}

/**
 * The connection of the first start; does nothing where there is one. A certificate given as a file is pinned: whoever
 * may set it has compared it. Throws `invalid-input` with the setting's field.
 */
export async function createFirstConnection(ctx: DeskContext, first: FirstConnection): Promise<void> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const url = new URL(first.url)
  const settings = parseInput(connectionInput, {
    baseUrl: url.origin,
    prefix: url.pathname.replace(/\/+$/, '') || defaultPrefix,
    pathStyle: first.pathStyle,
    account: first.account ?? null,
    username: first.username,
    password: first.password,
    deviceMac: first.deviceMac ?? 'Keydesk',
    heartbeatMs: first.heartbeatMs,
  })
  const pem = first.certificateFile === undefined ? null : await readCertificate(first.certificateFile)
  const id = newId('connection')
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .insert(connections)
      .values({
        id,
        propertyId: ctx.property.id,
        ...columnsOf(settings),
        trust: pem === null ? 'system-ca' : 'pinned',
        trustedPem: pem,
        trustedSha256: pem === null ? null : pemSha256(pem),
        ...newCallbackPart(ctx.sealer, id),
        passwordSealed: ctx.sealer.seal(first.password, passwordAad(id)),
        changedAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning()
    if (row) await recordFirst(ctx, tx, row)
  })
}

async function readCertificate(file: string): Promise<string> {
  const pem = await readFile(file, 'utf8').catch(() => '')
  try {
    pemSha256(pem)
    return pem
  } catch (cause) {
    throw new DeskError('invalid-input', { fields: { LOCK_SERVER_CERTIFICATE: 'not-a-certificate' }, cause })
  }
}
