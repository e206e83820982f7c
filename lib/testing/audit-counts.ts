import type { Database, Transaction } from '../db/database'
import { auditRepeats } from '../db/schema/audit'

/** How often each event that is told once per minute came, by its id. */
export async function auditCounts(db: Database | Transaction): Promise<Map<string, number>> {
  const rows = await db.select().from(auditRepeats)
  return new Map(rows.map(({ eventId, count }) => [eventId, count]))
}
