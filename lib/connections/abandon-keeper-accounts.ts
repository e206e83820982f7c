import { sql } from 'drizzle-orm'
import type { HouseContext } from '../access/context'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import type { Id } from '../ids/ids'
import { keeperProcessDied } from './send-keeper-account'

interface AbandonedRow extends Record<string, unknown> {
  id: Id<'keeperAccount'>
  property_id: Id<'property'>
  username: string
}

/** I17: an account whose process is gone without an outcome may exist; it is never asked for again. Returns how many. */
export async function abandonKeeperAccounts(ctx: HouseContext): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<AbandonedRow>(sql`
      update keeper_accounts k
      set outcome = 'unknown', outcome_reason = ${keeperProcessDied}, outcome_at = ${new Date(ctx.now).toISOString()}::timestamptz
      where k.outcome is null and k.process_id <> ${ctx.processId}
        and not exists (select 1 from leases l where l.name = 'process:' || k.process_id and l.until > now())
      returning k.id, k.property_id, k.username`)
    for (const { id, property_id, username } of rows)
      await recordAuditEvent({ ...ctx, property: { id: property_id } }, tx, {
        event: 'keeper-account.answered',
        subjectId: id,
        details: { username, outcome: 'unknown', why: keeperProcessDied },
      })
    return rows.length
  })
}
