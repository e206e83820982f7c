import { eq, sql } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import type { AuditDetail, AuditDetails } from '../audit/contract'
import { recordAuditEvent } from '../audit/record-audit-event'
import { type Transaction, withTransaction } from '../db/database'
import { connections } from '../db/schema/connections'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { type Id, newId } from '../ids/ids'
import { pemSha256 } from '../lock-server/trust'
import { type ConnectionRow, newCallbackPart, passwordAad } from './connection-secrets'
import type { ConnectionView } from './contract'
import { type ConnectionInput, type ConnectionSettings, connectionInput } from './input'
import { forgetConnectionRow } from './lock-server-of'
import { connectionViewOf } from './queries'
import { confirmedCertificate } from './see-certificate'

type ToldColumn = Extract<keyof ConnectionRow, AuditDetail>
type TrustColumns = Pick<ConnectionRow, 'trust' | 'trustedPem' | 'trustedSha256'>

/**
 * Sets up or changes the property's Lock Server. The stored password goes to another address only when typed again.
 * Throws `invalid-input`, `certificate-not-trusted`, `lock-server-unreachable` (trust in a certificate needs to see it).
 */
export async function changeConnection(ctx: DeskContext, input: ConnectionInput): Promise<ConnectionView> {
  requirePermission(ctx, 'connection.edit')
  const settings = parseInput(connectionInput, input)
  const trust = await trustColumns(settings)
  const row = await withTransaction(ctx, async (tx) => {
    const [before] = await tx
      .select()
      .from(connections)
      .where(eq(connections.propertyId, ctx.property.id))
      .for('update')
    return before ? changeRow(ctx, tx, before, settings, trust) : addRow(ctx, tx, settings, trust)
  })
  forgetConnectionRow(ctx)
  return connectionViewOf(row)
}

/** Looked at before the transaction: it may take seconds. Undefined = trust stays as it is. */
export async function trustColumns({ trust, baseUrl }: ConnectionSettings): Promise<TrustColumns | undefined> {
  switch (trust?.kind) {
    case undefined:
      return undefined
    case 'system-ca':
      return { trust: 'system-ca', trustedPem: null, trustedSha256: null }
    case 'ca':
      return { trust: 'ca', trustedPem: trust.pem, trustedSha256: pemSha256(trust.pem) }
    case 'pinned': {
      const { pem, sha256 } = await confirmedCertificate(baseUrl, trust.sha256)
      return { trust: 'pinned', trustedPem: pem, trustedSha256: sha256 }
    }
  }
}

/** The password typed now, or none when the stored one may go to that address. */
export function typedPassword(settings: ConnectionSettings, before: ConnectionRow | undefined): string | null {
  if (settings.password) return settings.password
  if (!before) throw new DeskError('invalid-input', { fields: { password: 'required' } })
  if (before.baseUrl !== settings.baseUrl)
    throw new DeskError('invalid-input', { fields: { password: 'required-for-new-address' } })
  return null
}

export function columnsOf(settings: ConnectionSettings) {
  const { password: _, trust: __, account, ...columns } = settings
  return { ...columns, account: account ?? null }
}

async function addRow(
  ctx: DeskContext,
  tx: Transaction,
  settings: ConnectionSettings,
  trust: TrustColumns = { trust: 'system-ca', trustedPem: null, trustedSha256: null },
): Promise<ConnectionRow> {
  const id = newId('connection')
  const [row] = await tx
    .insert(connections)
    .values({
      id,
      propertyId: ctx.property.id,
      ...columnsOf(settings),
      ...trust,
      ...newCallbackPart(ctx.sealer, id),
      passwordSealed: ctx.sealer.seal(typedPassword(settings, undefined) ?? '', passwordAad(id)),
      changedAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning()
  if (!row) throw new DeskError('changed-meanwhile')
  await recordFirst(ctx, tx, row)
  return row
}

export async function recordFirst(ctx: DeskContext, tx: Transaction, row: ConnectionRow): Promise<void> {
  const { id, baseUrl, pathStyle, trust } = row
  await recordChange(ctx, tx, id, { first: true, baseUrl, pathStyle, trust })
  await recordTrust(ctx, tx, id, row)
}

async function changeRow(
  ctx: DeskContext,
  tx: Transaction,
  before: ConnectionRow,
  settings: ConnectionSettings,
  trust: TrustColumns | undefined,
): Promise<ConnectionRow> {
  const password = typedPassword(settings, before)
  const wanted = { ...columnsOf(settings), ...trust }
  const details = changesBetween(before, wanted)
  if (password !== null) details.password = true
  if (Object.keys(details).length === 0) return before
  // A heartbeat period is only our reading of the rows; everything else needs a new client.
  const needsClient = Object.keys(details).some((name) => !name.startsWith('heartbeatMs'))
  const [row] = await tx
    .update(connections)
    .set({
      ...wanted,
      ...(password === null ? {} : { passwordSealed: ctx.sealer.seal(password, passwordAad(before.id)) }),
      ...(needsClient ? { version: sql`${connections.version} + 1`, failure: null, failedAt: null } : {}),
      changedAt: ctx.now,
    })
    .where(eq(connections.id, before.id))
    .returning()
  if (!row) throw new DeskError('changed-meanwhile')
  await recordChange(ctx, tx, before.id, details)
  if (trust && details.trustedSha256 !== undefined) await recordTrust(ctx, tx, before.id, trust)
  return row
}

/** Before and after of what differs; a certificate is told by its digest. */
function changesBetween(
  before: ConnectionRow,
  wanted: Partial<Pick<ConnectionRow, ToldColumn | 'trustedPem'>>,
): AuditDetails {
  const details: AuditDetails = {}
  type Change = [ToldColumn | 'trustedPem', string | number | boolean | null]
  for (const [name, value] of Object.entries(wanted) as Change[]) {
    if (name === 'trustedPem' || before[name] === value) continue
    details[`${name}Before`] = before[name]
    details[name] = value
  }
  return details
}

function recordChange(ctx: DeskContext, tx: Transaction, id: Id<'connection'>, details: AuditDetails): Promise<void> {
  return recordAuditEvent(ctx, tx, { event: 'connection.changed', subjectId: id, details })
}

export async function recordTrust(
  ctx: DeskContext,
  tx: Transaction,
  id: Id<'connection'>,
  { trust, trustedSha256: sha256 }: TrustColumns,
): Promise<void> {
  if (sha256 === null) return
  await recordAuditEvent(ctx, tx, {
    event: 'connection.certificate-trusted',
    subjectId: id,
    details: { kind: trust, sha256 },
  })
}
