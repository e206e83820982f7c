import type { ContextProperty, HouseContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { properties } from '../db/schema/properties'
import { DeskError } from '../errors/desk-error'
import { parseInput } from '../errors/parse-input'
import { newId } from '../ids/ids'
import { builtInReasons } from './contract'
import { newPropertyInput } from './input'
import { contextPropertyOf } from './queries'
import { slugFor } from './rules'

/** A property with the house rules' times, margins and reasons. Only the system does it, at the first start. */
export async function createProperty(
  ctx: HouseContext,
  input: { name: string; timeZone: string },
): Promise<ContextProperty> {
  if (ctx.actor.kind !== 'system') throw new DeskError('not-allowed')
  const { name, timeZone } = parseInput(newPropertyInput, input)
  return withTransaction(ctx, async (tx) => {
    const taken = new Set((await tx.select({ slug: properties.slug }).from(properties)).map((row) => row.slug))
    const slug = slugFor(name, (text) => taken.has(text))
    const values = { id: newId('property'), slug, name, timeZone, reasons: builtInReasons, createdAt: ctx.now }
    const [row] = await tx.insert(properties).values(values).onConflictDoNothing().returning()
    if (!row) throw new DeskError('slug-taken', { details: { slug } })
    await recordAuditEvent({ ...ctx, property: row }, tx, {
      event: 'house.set-up',
      subjectId: row.id,
      details: { name, timeZone },
    })
    return contextPropertyOf(row)
  })
}
