import fs, { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { openEmbeddedHome } from '../db/embedded-home'
import { prepareTemplate } from '../db/embedded-template'
import { openPostgresHome } from '../db/postgres-home'
import { isDatabaseUnavailable } from '../db/query-errors'
import { instructions } from '../db/schema/instructions'
import { silentLog } from '../log/log'
import { closeQueue, openQueue } from '../queue/open-queue'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { addDoor, callOf, everyCommand, lookUntil, pressCommand } from '../testing/press-command'
import { createTestDatabase, findPostgres } from '../testing/test-database'
import { tell, times } from '../testing/torture'
import { getInstruction } from './queries'

const rounds = times(1, 10)
const timeout = times(120_000, 3_600_000)
const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Every command while the home takes nothing: refused as that, no request; and again when it does: one request each. */
async function pressThroughRefusal(
  desk: TestDesk,
  what: string,
  refuse: () => Promise<void>,
  mend: () => Promise<void>,
) {
  const door = await addDoor(desk.system)
  const ctx = () => desk.as('manager')
  const seen = () =>
    everyCommand(0).map(({ kind }) => desk.emulator.control.requests.list({ call: callOf[kind] }).length)
  const counts = { presses: 0, 'sent while refused': 0, 'sent after': 0 }
  for (let round = 0; round < rounds; round++) {
    const before = seen()
    await desk.clock.advance(60_000)
    await refuse()
    for (const command of everyCommand(desk.clock.now())) {
      const error = await pressCommand(ctx(), door, command).catch((thrown: unknown) => thrown)
      expect(isDatabaseUnavailable(error)).toBe(true)
      counts.presses += 1
    }
    await desk.settled()
    expect(seen()).toEqual(before)
    await mend()
    for (const command of everyCommand(desk.clock.now())) {
      const id = await lookUntil(
        () => pressCommand(ctx(), door, command).catch(() => null),
        (pressed) => pressed !== null,
      )
      await lookUntil(
        () => getInstruction(ctx(), id!),
        (view) => view.outcome !== null,
      )
      await desk.settled()
    }
    counts['sent after'] += before.length
    expect(seen()).toEqual(before.map((number) => number + 1))
    expect(await ctx().db.$count(instructions)).toBe((round + 1) * before.length)
  }
  tell('homes', Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${name} (${what})`, count])))
}

test('a full disk: the press is refused as the home’s, nothing is sent, and with room again it goes on (I23)', {
  timeout,
}, async () => {
  await prepareTemplate()
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-'))
  closing.push(() => rmSync(directory, { recursive: true, force: true }))
  const home = await openEmbeddedHome(directory, silentLog)
  await openQueue(home)
  const close = async () => {
    await closeQueue(home)
    await home.close()
  }
  const desk = await openDesk('embedded', { emulator: true, opened: { home, close } })
  closing.push(() => desk.close())
  const realRoom = fs.statfsSync
  const setRoom = (room: unknown) => {
    fs.statfsSync = room as typeof fs.statfsSync
    syncBuiltinESMExports()
  }
  closing.push(() => setRoom(realRoom))
  await pressThroughRefusal(
    desk,
    'full disk',
    async () => setRoom((path: string) => Object.assign(realRoom(path), { bavail: 1_000, bsize: 4_096 })),
    async () => setRoom(realRoom),
  )
})

if ((await findPostgres()) !== null)
  test('a PostgreSQL that became read-only: the press is refused, nothing is sent, and it mends (I23)', {
    timeout,
  }, async () => {
    const database = await createTestDatabase()
    closing.push(() => database.drop())
    const home = await openPostgresHome(database.databaseUrl, silentLog)
    await openQueue(home)
    const close = async () => {
      await closeQueue(home)
      await home.close()
    }
    const desk = await openDesk('postgres', { emulator: true, opened: { home, close } })
    closing.push(() => desk.close())
    const other = new Client({ connectionString: database.databaseUrl })
    await other.connect()
    closing.push(() => other.end())
    const readOnly = async (is: 'on' | 'off') => {
      await other.query(
        `alter database ${other.escapeIdentifier(other.database ?? '')} set default_transaction_read_only = ${is}`,
      )
      await other.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'keydesk'`,
      )
    }
    await pressThroughRefusal(
      desk,
      'read-only',
      () => readOnly('on'),
      () => readOnly('off'),
    )
  })
