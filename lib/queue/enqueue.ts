import { sql } from 'drizzle-orm'
import { fromDrizzle } from 'pg-boss'
import { databaseOf, type Transaction } from '../db/database'
import type { EnqueueOptions, JobName, JobPayloads } from './contract'
import { queueOf } from './open-queue'

/**
 * Adds a job that exists if, and only if, the transaction commits; the one way into the queue. It is worked at least
 * once, perhaps twice: workers must be idempotent.
 */
export async function enqueue<J extends JobName>(
  tx: Transaction,
  job: J,
  payload: JobPayloads[J],
  options: EnqueueOptions = {},
): Promise<void> {
  const queue = await queueOf(databaseOf(tx))
  const { afterMs } = options
  await queue.send(job, payload, {
    db: fromDrizzle(tx, sql),
    ...(afterMs === undefined ? {} : { startAfter: Math.ceil(afterMs / 1_000) }),
  })
}
