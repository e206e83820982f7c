import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeMailedHead } from '../audit/mailed-heads'
import { readHeads } from '../audit/read-heads'
import { recordAuditEvent } from '../audit/record-audit-event'
import { verifyChains } from '../audit/verify-chain'
import { withTransaction } from '../db/database'
import { prepareTemplate } from '../db/embedded-template'
import { openHome } from '../db/open-home'
import { readSettings, type Settings } from '../env/settings'
import { homesUnderTest } from '../testing/open-test-home'
import { createTestDatabase, type TestDatabase } from '../testing/test-database'
import { startJobs } from './start-jobs'
import { openHouse } from './start-process'

/** `npm run audit:verify` in a process of its own. */
function runVerify(environment: Record<string, string>, more: string[] = []): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', ...environment } as unknown as NodeJS.ProcessEnv
    execFile(process.execPath, ['--import', 'tsx', 'bin/audit-verify.ts', ...more], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    )
  })
}

describe.each(await homesUnderTest())('a process that starts, on %s', (kind) => {
  let database: TestDatabase | undefined
  let dataDir: string
  let environment: Record<string, string>
  let given: Settings
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'keydesk-'))
    if (kind === 'postgres') database = await createTestDatabase()
    else await prepareTemplate()
    environment = {
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
      ...(database && {
        DATABASE_URL: database.databaseUrl,
        AUTH_SECRET: 'a secret of tests, thirty-two characters or more',
        SECRETS_KEY: 'a secret of tests, thirty-two characters or more',
      }),
    }
    given = readSettings(environment)
  })
  afterAll(async () => {
    await database?.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const openAlone = () => openHome(database ? { databaseUrl: database.databaseUrl } : { dataDir })

  test('puts old lines into their chain, writes heads outside while it runs and at its end; verify says what is wrong (I33)', {
    timeout: 180_000,
  }, async () => {
    const before = await openAlone()
    await before.db.execute(sql`
      insert into audit_events (id, at, event, actor_kind, actor_label, details, request_id)
      select 'aud_' || n, now(), 'person.signed-in', 'staff', 'x', '{}'::jsonb, 'r' from generate_series(1, 5) n`)
    await before.close()

    const house = await openHouse(given)
    const heads = () => readHeads(house.sealer, given.AUDIT_HEADS_FILE)
    expect(await verifyChains(house.home.db, house.sealer, await heads())).toEqual([
      { chainId: 'house', rows: 5, faults: [] },
    ])
    const jobs = await startJobs(house)
    await expect.poll(() => existsSync(given.AUDIT_HEADS_FILE), { timeout: 10_000 }).toBe(true)
    await expect.poll(async () => (await heads()).byChain.get('house')?.at(-1)?.place, { timeout: 10_000 }).toBe(5)
    const source = {
      actor: { kind: 'system', part: 'test' },
      now: house.clock.now(),
      requestId: 'r',
      sealer: house.sealer,
    } as const
    await withTransaction(house.home, (tx) => recordAuditEvent(source, tx, { event: 'house.set-up' }))
    if (kind === 'embedded') {
      const held = await runVerify(environment)
      expect(held.code).toBe(2)
      expect(held.said).toContain(String(process.pid))
      expect(held.said).toContain('Check now')
    }
    await jobs.stop()
    await house.home.close()
    expect((await heads()).byChain.get('house')?.at(-1)?.place).toBe(6)

    const whole = await runVerify(environment)
    expect(whole).toEqual({ code: 0, said: 'The house: 6 lines, whole\nThe activity is whole.\n' })
    const mail = join(dataDir, 'mail.txt')
    writeFileSync(mail, writeMailedHead(house.sealer, { at: 0, chainId: 'house', place: 9, hash: 'cut-off' }))
    const cut = await runVerify(environment, ['--heads', mail])
    expect(cut.code).toBe(1)
    expect(cut.said).toContain('line 9 was written outside the database, but the chain ends before it')
    const forger = await openAlone()
    await forger.db.execute(sql`update audit_events set actor_label = 'Somebody else' where place = 3`)
    await forger.close()
    const changed = await runVerify(environment)
    expect(changed.code).toBe(1)
    expect(changed.said).toContain('line 3 is not the line that was written there')
    expect(changed.said).toContain('NOT whole')
    expect(readFileSync(given.AUDIT_HEADS_FILE, 'utf8').split('\n')).toHaveLength(3)
  })
})

test('verify says what is wrong with a file of mailed hashes before it looks at anything', async () => {
  const nowhere = join(tmpdir(), `keydesk-nowhere-${process.pid}`)
  const { code, said } = await runVerify({ DATA_DIR: nowhere }, ['--heads', join(nowhere, 'mail.txt')])
  expect([code, existsSync(nowhere)]).toEqual([2, false])
  expect(said).toContain('--heads')
})

test('verify makes nothing where there is no data', async () => {
  const nowhere = join(tmpdir(), `keydesk-nowhere-${process.pid}`)
  const { code, said } = await runVerify({ DATA_DIR: nowhere })
  expect([code, existsSync(nowhere)]).toEqual([2, false])
  expect(said).toContain(nowhere)
})
