import { eq } from 'drizzle-orm'
import type { ContextProperty, DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import type { AuditDetails } from '../audit/contract'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { properties } from '../db/schema/properties'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import type { PropertySettings } from './contract'
import { propertySettingsInput } from './input'
import { contextPropertyOf } from './queries'

/** Changes only what is given; the activity tells each setting before and after. The slug stays for ever. */
export async function changeProperty(ctx: DeskContext, input: Partial<PropertySettings>): Promise<ContextProperty> {
  requirePermission(ctx, 'property.edit')
  const wanted = parseInput(propertySettingsInput, input)
  return withTransaction(ctx, async (tx) => {
    const [before] = await tx.select().from(properties).where(eq(properties.id, ctx.property.id)).for('update')
    if (!before) throw new DeskError('not-found')
    const changes: Partial<PropertySettings> = {}
    const details: AuditDetails = {}
    for (const [key, value] of Object.entries(wanted) as [keyof PropertySettings, string | number | boolean][]) {
      if (value === undefined || before[key] === value) continue
      Object.assign(changes, { [key]: value })
      details[`${key}Before`] = before[key]
      details[key] = value
    }
    if (Object.keys(changes).length === 0) return contextPropertyOf(before)
    const [after] = await tx.update(properties).set(changes).where(eq(properties.id, before.id)).returning()
    if (!after) throw new DeskError('not-found')
    await recordAuditEvent(ctx, tx, { event: 'property.changed', subjectId: before.id, details })
    return contextPropertyOf(after)
  })
}
