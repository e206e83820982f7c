import { eq } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import type { AuditDetails } from '../audit/contract'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { properties } from '../db/schema/properties'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { type PrivacyLimits, privacyLimitNames } from './contract'
import { privacyLimitsInput } from './input'

/** Changes only what is given; the activity tells each limit before and after. What a shorter one lets go, goes with the next run. */
export async function changePrivacy(ctx: DeskContext, input: Partial<PrivacyLimits>): Promise<void> {
  requirePermission(ctx, 'privacy.edit')
  const wanted = parseInput(privacyLimitsInput, input)
  await withTransaction(ctx, async (tx) => {
    const [before] = await tx.select().from(properties).where(eq(properties.id, ctx.property.id)).for('update')
    if (!before) throw new DeskError('not-found')
    const changes: Partial<PrivacyLimits> = {}
    const details: AuditDetails = {}
    for (const name of privacyLimitNames) {
      const value = wanted[name]
      if (value === undefined || before[name] === value) continue
      changes[name] = value
      details[`${name}Before`] = before[name]
      details[name] = value
    }
    if (Object.keys(changes).length === 0) return
    await tx.update(properties).set(changes).where(eq(properties.id, before.id))
    await recordAuditEvent(ctx, tx, { event: 'privacy.changed', subjectId: before.id, details })
  })
}
