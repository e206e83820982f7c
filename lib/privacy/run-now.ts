import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { DeskError } from '../errors/desk-error'
import type { PrivacyRun } from './contract'
import { eraseExpired } from './erase-expired'

/** *Run now*: what had its time goes at once. Throws `still-under-way` while another process is at it. */
export async function runPrivacyNow(ctx: DeskContext): Promise<PrivacyRun> {
  requirePermission(ctx, 'privacy.edit')
  const done = await eraseExpired({ ...ctx, actor: { kind: 'system', part: 'privacy' } })
  if (done === null) throw new DeskError('still-under-way')
  const count = Object.values(done.removed).reduce((sum, n) => sum + n, 0)
  await withTransaction(ctx, (tx) => recordAuditEvent(ctx, tx, { event: 'privacy.run', details: { count } }))
  return done
}
