import { and, eq, isNull } from 'drizzle-orm'
import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { gateways } from '../db/schema/gateways'
import { newId } from '../ids/ids'
import type { GatewayList } from '../lock-server/contract'
import { believedGone } from '../lock-server/doubtful-list'
import { unusableName } from './contract'

/** The Lock Server's list (2.3.1) as rows: new ones are added, vanished ones kept and marked (once that is believed), returned ones unmarked. */
export async function recordGatewayList(ctx: DeskContext, list: GatewayList): Promise<void> {
  requirePermission(ctx, 'gateway.see')
  const listed = new Map<string, string | null>(list.unusable.map((name) => [name, unusableName]))
  for (const { name } of list.gateways) listed.set(name, null)
  await withTransaction(ctx, async (tx) => {
    const known = await tx
      .select({ id: gateways.id, name: gateways.name, goneAt: gateways.goneAt })
      .from(gateways)
      .where(eq(gateways.propertyId, ctx.property.id))
    const names = new Set(known.map(({ name }) => name))
    for (const [name, readFailure] of listed) {
      if (names.has(name)) continue
      const id = newId('gateway')
      await tx.insert(gateways).values({ id, propertyId: ctx.property.id, name, readFailure }).onConflictDoNothing()
      await recordAuditEvent(ctx, tx, { event: 'gateway.found', subjectId: id, details: { name } })
    }
    const present = known.filter(({ goneAt }) => goneAt === null)
    const missing = present.filter(({ name }) => !listed.has(name))
    const vanished = believedGone(ctx, 'gateways', missing, present.length)
    const returned = known.filter(({ name, goneAt }) => goneAt !== null && listed.has(name))
    for (const { id, name, goneAt } of [...vanished, ...returned]) {
      const isListed = goneAt !== null
      await tx
        .update(gateways)
        .set({ goneAt: isListed ? null : ctx.now })
        .where(and(eq(gateways.id, id), isListed ? undefined : isNull(gateways.goneAt)))
      await recordAuditEvent(ctx, tx, {
        event: isListed ? 'gateway.found' : 'gateway.vanished',
        subjectId: id,
        details: { name, again: isListed },
      })
    }
  })
}
