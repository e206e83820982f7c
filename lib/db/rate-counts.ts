import { type SQL, sql } from 'drizzle-orm'
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

/** The same as part of a statement, counting only when `when` is true there; gives rows of subject and count. */
export function countingSql(subjects: readonly string[], now: Instant, when: SQL): SQL {
  const windowAt = new Date(Math.floor(now / minuteMs) * minuteMs).toISOString()
  return sql`
    insert into rate_counts (subject, window_at, count)
    select subject, ${windowAt}::timestamptz, 1 from unnest(${sql.param([...subjects])}::text[]) with ordinality as asked (subject, n)
    where ${when} order by n
    on conflict (subject, window_at) do update set count = rate_counts.count + 1
    returning subject, count`
}

/** Until the next minute begins; at least 1. */
export const secondsLeftInMinute = (now: Instant): number =>
  Math.max(1, Math.ceil((minuteMs - (now % minuteMs)) / 1000))
