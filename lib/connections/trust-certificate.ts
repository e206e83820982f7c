import { and, eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { connections } from '../db/schema/connections'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { recordTrust } from './change-connection'
import type { ConnectionView } from './contract'
import { trustCertificateInput } from './input'
import { forgetConnectionRow } from './lock-server-of'
import { connectionViewOf, findConnectionRow } from './queries'
import { confirmedCertificate } from './see-certificate'

/**
 * A person compared the digest: from now on exactly this certificate is believed (R18). Throws
 * `certificate-not-trusted` when the address shows another one by now.
 */
export async function trustCertificate(ctx: DeskContext, input: { sha256: string }): Promise<ConnectionView> {
  requirePermission(ctx, 'connection.edit')
  const { sha256 } = parseInput(trustCertificateInput, input)
  const before = await findConnectionRow(ctx)
  if (!before) throw new DeskError('connection-missing')
  const { pem } = await confirmedCertificate(before.baseUrl, sha256)
  const row = await withTransaction(ctx, async (tx) => {
    const trust = { trust: 'pinned', trustedPem: pem, trustedSha256: sha256 }
    const [changed] = await tx
      .update(connections)
      .set({ ...trust, version: sql`${connections.version} + 1`, failure: null, failedAt: null, changedAt: ctx.now })
      .where(and(eq(connections.id, before.id), eq(connections.baseUrl, before.baseUrl)))
      .returning()
    if (!changed) throw new DeskError('changed-meanwhile')
    await recordTrust(ctx, tx, changed.id, trust)
    return changed
  })
  forgetConnectionRow(ctx)
  return connectionViewOf(row)
}
