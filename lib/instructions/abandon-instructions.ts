import { sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import type { Id } from '../ids/ids'
import { enqueue } from '../queue/enqueue'
import type { InstructionKind } from './contract'
import { announceChange } from './instruction-channel'
import { processDied } from './record-outcome'

/** The lease that a living process renews; see lib/jobs. */
export const processLeaseName = (processId: string): string => `process:${processId}`

interface AbandonedRow extends Record<string, unknown> {
  id: Id<'instruction'>
  property_id: Id<'property'>
  lock_id: Id<'lock'>
  door_label: string
  kind: InstructionKind
}

/** I17: an intent whose process is gone and left no outcome is unknown; nothing is sent again. Returns how many. */
export async function abandonInstructions(ctx: HouseContext): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<AbandonedRow>(sql`
      update instructions i
      set outcome = 'unknown', outcome_reason = ${processDied}, version = version + 1,
          outcome_at = ${new Date(ctx.now).toISOString()}::timestamptz
      where i.outcome is null and i.process_id <> ${ctx.processId}
        and not exists (select 1 from leases l where l.name = 'process:' || i.process_id and l.until > now())
      returning i.id, i.property_id, i.lock_id, i.door_label, i.kind`)
    for (const row of rows) {
      await recordAuditEvent({ ...ctx, property: { id: row.property_id } }, tx, {
        event: 'instruction.answered',
        lockId: row.lock_id,
        doorLabel: row.door_label,
        instructionId: row.id,
        details: { kind: row.kind, outcome: 'unknown', why: processDied },
      })
      await enqueue(tx, 'instruction-answered', { instructionId: row.id })
      await announceChange(tx, { propertyId: row.property_id, instructionId: row.id })
    }
    return rows.length
  })
}
