import type { DeskContext } from '../access/context'
import { requirePermission } from '../access/require-permission'
import { withTransaction } from '../db/database'
import { readHeads } from './read-heads'
import { recordAuditEvent } from './record-audit-event'
import type { ActivityCheck } from './rules'
import { verifyChains } from './verify-chain'

/** Looks through the property's chain and the house's (I33), and writes down that somebody had it done and what came of it. */
export async function checkActivity(ctx: DeskContext): Promise<ActivityCheck> {
  requirePermission(ctx, 'activity.see-all')
  // Before the chains: what is written outside meanwhile belongs to lines that are not looked at yet.
  const heads = await readHeads(ctx.sealer, ctx.headsFile)
  const reports = await verifyChains(ctx.db, ctx.sealer, heads, [ctx.property.id, 'house'])
  const rows = reports.reduce((sum, report) => sum + report.rows, 0)
  const faults = reports.flatMap(({ chainId, faults }) => {
    const chain = chainId === null ? 'file' : chainId === 'house' ? 'house' : 'property'
    return faults.map((fault) => ({ ...fault, chain }) as const)
  })
  const [first] = faults
  await withTransaction(ctx, (tx) =>
    recordAuditEvent(ctx, tx, {
      event: 'activity.checked',
      details: {
        outcome: first ? 'not-whole' : 'whole',
        count: rows,
        ...(first && { fault: first.kind, place: first.place }),
      },
    }),
  )
  return { at: ctx.now, rows, faults }
}
