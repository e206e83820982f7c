import { sql } from 'drizzle-orm'
import { type Instant, minuteMs } from '../time/clock'
import type { Database, Transaction } from './database'
import { rateCounts } from './schema/staff'

/**
 * Counts one for each subject in the minute of `now`, in one statement, and says how many there are now: of all processes
 * together. Subjects in one order everywhere, so that no two callers wait for each other.
 */
export async function countInMinute(
  db: Database | Transaction,
  subjects: readonly string[],
  now: Instant,
): Promise<number[]> {
  const windowAt = Math.floor(now / minuteMs) * minuteMs
  const rows = await db
    .insert(rateCounts)
    .values(subjects.map((subject) => ({ subject, windowAt, count: 1 })))
    .onConflictDoUpdate({
      target: [rateCounts.subject, rateCounts.windowAt],
      set: { count: sql`${rateCounts.count} + 1` },
    })
    .returning({ subject: rateCounts.subject, count: rateCounts.count })
  const counts = new Map(rows.map(({ subject, count }) => [subject, count]))
  return subjects.map((subject) => counts.get(subject) ?? 1)
}

/** Until the next minute begins; at least 1. */
export const secondsLeftInMinute = (now: Instant): number =>
  Math.max(1, Math.ceil((minuteMs - (now % minuteMs)) / 1000))
