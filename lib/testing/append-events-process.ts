/**
 * A process of its own for tests: opens the home named by argv[2] and puts lines into the activity, several writers at once,
 * each saying `told <n>` only after the commit, until it is killed.
 */
import { adoptOldRows } from '../audit/adopt-old-rows'
import { recordAuditEvent } from '../audit/record-audit-event'
import { createSealer } from '../crypto/sealer'
import { withTransaction } from '../db/database'
import { openHome } from '../db/open-home'

const place = process.argv[2] ?? ''
const sealer = createSealer(process.argv[3] ?? '')
const home = await openHome(place.startsWith('postgres:') ? { databaseUrl: place } : { dataDir: place })
await adoptOldRows(home.db, sealer)
let told = 0
async function write(): Promise<never> {
  for (;;) {
    const source = {
      actor: { kind: 'system', part: 'test' },
      now: 1_700_000_000_000 + told,
      requestId: 'r',
      sealer,
    } as const
    await withTransaction(home, (tx) => recordAuditEvent(source, tx, { event: 'house.set-up', details: { name: 'x' } }))
    told += 1
    process.stdout.write(`told ${told}\n`)
  }
}
await Promise.all([write(), write(), write()])
