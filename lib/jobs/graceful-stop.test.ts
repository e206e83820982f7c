import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { noHeads } from '../audit/read-heads'
import { verifyChains } from '../audit/verify-chain'
import { createSealer } from '../crypto/sealer'
import { openHome } from '../db/open-home'
import { startProcess } from '../testing/child-process'
import { startLockServer } from '../testing/imitated-lock-server'
import { homesUnderTest } from '../testing/open-test-home'
import { createTestDatabase } from '../testing/test-database'

vi.setConfig({ testTimeout: 240_000 })

const secret = 'a secret of tests, thirty-two characters or more'
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function newPlace(kind: string): Promise<{ DATABASE_URL: string } | { DATA_DIR: string }> {
  if (kind === 'postgres') {
    const { databaseUrl, drop } = await createTestDatabase()
    closing.push(drop)
    return { DATABASE_URL: databaseUrl }
  }
  const directory = mkdtempSync(join(tmpdir(), 'kd-'))
  closing.push(async () => rmSync(directory, { recursive: true, force: true }))
  return { DATA_DIR: directory }
}

for (const kind of await homesUnderTest())
  test(`SIGTERM in mid-unlock on ${kind}: the answer is recorded, a press meanwhile is refused, leases are gone, exit code 0 within 25 s`, async () => {
    const { emulator } = await startLockServer({ hotel: 'demo', clock: 'running' })
    closing.push(() => emulator.close())
    const given = await newPlace(kind)
    const server = startProcess(
      'keep-house',
      JSON.stringify({
        ...given,
        SECRETS_KEY: secret,
        AUTH_SECRET: secret,
        LOG_LEVEL: 'silent',
        ADMIN_EMAIL: 'olivia@aurora.test',
        ADMIN_PASSWORD: 'the porter keeps nine umbrellas',
        LOCK_SERVER_URL: emulator.url,
        LOCK_SERVER_USERNAME: emulator.username,
        LOCK_SERVER_PASSWORD: emulator.password,
      }),
    )
    closing.push(() => server.kill())
    await server.says('ready', 120_000)
    emulator.control.network.setLatency('remote-unlock', 3_000)
    server.tell('unlock')
    const [, id = ''] = (await server.says('sending')).split(' ')
    process.kill(server.pid, 'SIGTERM')
    const stoppedAt = performance.now()
    await server.says('stopping')
    server.tell('code Grace')
    expect(await server.says('refused')).toBe('refused stopping')
    expect(await server.ended).toBe(0)
    expect(performance.now() - stoppedAt).toBeLessThan(25_000)
    expect(emulator.control.requests.list({ call: 'remote-unlock' })).toHaveLength(1)

    const home = await openHome(
      'DATABASE_URL' in given ? { databaseUrl: given.DATABASE_URL } : { dataDir: given.DATA_DIR },
    )
    closing.push(() => home.close())
    const { rows } = await home.execute('select id, outcome from instructions')
    expect(rows).toEqual([{ id, outcome: 'accepted' }])
    expect((await home.execute('select name from leases')).rows).toEqual([])
    expect((await verifyChains(home.db, createSealer(secret), noHeads)).flatMap(({ faults }) => faults)).toEqual([])
  })
