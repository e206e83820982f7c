import type { Database, Transaction } from '../db/database'
import { countInMinute, secondsLeftInMinute } from '../db/rate-counts'
import { DeskError } from '../errors/desk-error'
import type { Instant } from '../time/clock'

/** Counts one for each subject (`countInMinute`); throws `too-many-requests` with the seconds to wait when one has had its `most`. */
export async function requireWithin(
  db: Database | Transaction,
  most: ReadonlyMap<string, number>,
  now: Instant,
): Promise<void> {
  const subjects = [...most.keys()]
  const counts = await countInMinute(db, subjects, now)
  requireCountsWithin(new Map(subjects.map((subject, at) => [subject, counts[at] ?? 0])), most, now)
}

/** The same of what was counted already. */
export function requireCountsWithin(
  counts: ReadonlyMap<string, number>,
  most: ReadonlyMap<string, number>,
  now: Instant,
): void {
  if ([...most].some(([subject, atMost]) => (counts.get(subject) ?? 0) > atMost))
    throw new DeskError('too-many-requests', { details: { seconds: secondsLeftInMinute(now) } })
}
