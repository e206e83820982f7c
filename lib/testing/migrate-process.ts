/** A process of its own for tests: brings the database argv[2] up to date when a line comes in and says how many migrations it ran. */
import { createInterface } from 'node:readline'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool } from 'pg'
import { migrate } from '../db/migrate'
import * as tables from '../db/schema/tables'

const pool = new Pool({ connectionString: process.argv[2] })
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
process.stdout.write('ready\n')
await lines.next()
process.stdout.write(`ran ${await migrate(drizzle({ client: pool, schema: tables }))}\n`)
await pool.end()
process.exit(0)
