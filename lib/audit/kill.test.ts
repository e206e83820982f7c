import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createSealer } from '../crypto/sealer'
import { prepareTemplate } from '../db/embedded-template'
import { openHome } from '../db/open-home'
import { auditEvents } from '../db/schema/audit'
import { startProcess, type TestProcess } from '../testing/child-process'
import { createTestDatabase, findPostgres } from '../testing/test-database'
import { noHeads } from './read-heads'
import { verifyChains } from './verify-chain'

const secret = 'a secret of tests, thirty-two characters or more'
const kills = 6
const alive = new Set<TestProcess>()
afterEach(() => Promise.all([...alive].map((writer) => writer.kill())))

/** Kills one writer after the other in mid-append; after each the chain is whole and holds all that was acknowledged. */
async function killAgainAndAgain(place: string): Promise<void> {
  let least = 0
  for (let life = 0; life < kills; life += 1) {
    const writer = startProcess('append-events', place, secret)
    alive.add(writer)
    await writer.says(`told ${5 + life * 7}`)
    await writer.kill()
    alive.delete(writer)
    least += writer.lines.length
    const home = await openHome(place.startsWith('postgres:') ? { databaseUrl: place } : { dataDir: place })
    try {
      const reports = await verifyChains(home.db, createSealer(secret), noHeads)
      const rows = await home.db.select({ id: auditEvents.id }).from(auditEvents)
      expect(reports).toEqual([{ chainId: 'house', rows: rows.length, faults: [] }])
      expect(rows.length).toBeGreaterThanOrEqual(least)
      least = rows.length
    } finally {
      await home.close()
    }
  }
}

test(`I33: ${kills} times kill -9 in mid-append leave a whole chain (embedded)`, { timeout: 300_000 }, async () => {
  await prepareTemplate()
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-'))
  await killAgainAndAgain(directory)
  rmSync(directory, { recursive: true, force: true })
})

if ((await findPostgres()) !== null)
  test(`I33: ${kills} times kill -9 in mid-append leave a whole chain (postgres)`, { timeout: 300_000 }, async () => {
    const database = await createTestDatabase()
    await killAgainAndAgain(database.databaseUrl)
    await database.drop()
  })
