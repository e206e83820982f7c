/**
 * A process of its own for tests: opens the home named by argv[2] (a database URL or a data directory), says what is in it
 * (`found <rows> <highest>`), then writes one row after the other, in a transaction with a second one each, and says
 * `wrote <n>` only after the commit, until it is killed.
 */
import { sql } from 'drizzle-orm'
import { withTransaction } from '../db/database'
import { openHome } from '../db/open-home'

const place = process.argv[2] ?? ''
const home = await openHome(place.startsWith('postgres:') ? { databaseUrl: place } : { dataDir: place })
await home.execute('create table if not exists written (n integer, half text, primary key (n, half))')
const { rows } = await home.execute('select count(*)::int as count, coalesce(max(n), 0) as highest from written')
const { count, highest } = rows[0] as { count: number; highest: number }
process.stdout.write(`found ${count} ${highest}\n`)
for (let n = highest + 1; ; n += 1) {
  await withTransaction(home, async (tx) => {
    await tx.execute(sql`insert into written values (${n}, 'first')`)
    await tx.execute(sql`insert into written values (${n}, 'second')`)
  })
  process.stdout.write(`wrote ${n}\n`)
}
