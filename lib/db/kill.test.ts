import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { startProcess, type TestProcess } from '../testing/child-process'
import { createTestDatabase, findPostgres } from '../testing/test-database'
import { prepareTemplate } from './embedded-template'

const kills = 60
/** Lives side by side, each with data of its own: most of a life is the start of its process. */
const lanes = 2

const alive = new Set<TestProcess>()
afterEach(() => Promise.all([...alive].map((writer) => writer.kill())))

/** Kills one writer after the other at a random moment, some while they still start; every life checks what the ones before it wrote. */
async function killAgainAndAgain(place: string, times: number): Promise<{ acknowledged: number; inStart: number }> {
  let acknowledged = 0
  let inStart = 0
  for (let life = 0; life <= times; life += 1) {
    const writer = startProcess('write-rows', place)
    alive.add(writer)
    const isLast = life === times
    if (!isLast && life % 5 === 4) {
      inStart += 1
      await after(Math.random() * 600)
    } else {
      await writer.says('wrote')
      await after(Math.random() * 50)
    }
    await writer.kill()
    alive.delete(writer)
    const found = writer.lines.find((line) => line.startsWith('found'))
    if (found !== undefined) {
      const [rows, highest] = found.split(' ').slice(1).map(Number) as [number, number]
      // Nothing acknowledged is gone, at most the one under way came on top, and both halves of each are there.
      expect(highest).toBeGreaterThanOrEqual(acknowledged)
      expect(highest).toBeLessThanOrEqual(acknowledged + 1)
      expect(rows).toBe(2 * highest)
      acknowledged = highest
    }
    const last = writer.lines.filter((line) => line.startsWith('wrote')).at(-1)
    if (last !== undefined) acknowledged = Number(last.split(' ')[1])
  }
  return { acknowledged, inStart }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

test(`${kills} times kill -9 lose no acknowledged row (embedded) (I25)`, { timeout: 600_000 }, async () => {
  await prepareTemplate()
  const directories = Array.from({ length: lanes }, () => mkdtempSync(join(tmpdir(), 'keydesk-')))
  const results = await Promise.all(directories.map((directory) => killAgainAndAgain(directory, kills / lanes)))
  for (const { acknowledged } of results) expect(acknowledged).toBeGreaterThan(kills / lanes)
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

if ((await findPostgres()) !== null)
  test(`${kills} times kill -9 lose no acknowledged row (postgres) (I25)`, { timeout: 600_000 }, async () => {
    const databases = await Promise.all(Array.from({ length: lanes }, () => createTestDatabase()))
    const results = await Promise.all(databases.map(({ databaseUrl }) => killAgainAndAgain(databaseUrl, kills / lanes)))
    for (const { acknowledged } of results) expect(acknowledged).toBeGreaterThan(kills / lanes)
    for (const database of databases) await database.drop()
  })
