import fs, { mkdtempSync, rmSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { openEmbeddedHome } from '../db/embedded-home'
import { prepareTemplate } from '../db/embedded-template'
import type { Home } from '../db/home'
import { openPostgresHome } from '../db/postgres-home'
import { instructions } from '../db/schema/instructions'
import { isDatabaseUnavailable } from '../errors/database-errors'
import { silentLog } from '../log/log'
import { closeQueue, openQueue } from '../queue/open-queue'
import { openDesk, type TestDesk } from '../testing/open-desk'
import type { HomeKind } from '../testing/open-test-home'
import { addDoor, callOf, everyCommand, lookUntil, pressCommand } from '../testing/press-command'
import { makeReadOnly } from '../testing/read-only-disk'
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
  refuse: () => Promise<unknown>,
  mend: () => Promise<unknown>,
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

async function openEmbedded() {
  await prepareTemplate()
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-'))
  closing.push(() => rmSync(directory, { recursive: true, force: true }))
  return { desk: await openOn('embedded', await openEmbeddedHome(directory, silentLog)), directory }
}

async function openPostgres() {
  const database = await createTestDatabase()
  closing.push(() => database.drop())
  const desk = await openOn('postgres', await openPostgresHome(database.databaseUrl, silentLog))
  const other = new Client({ connectionString: database.databaseUrl })
  await other.connect()
  closing.push(() => other.end())
  return { desk, other }
}

async function openOn(kind: HomeKind, home: Home) {
  await openQueue(home)
  const close = async () => {
    await closeQueue(home)
    await home.close()
  }
  const desk = await openDesk(kind, { emulator: true, opened: { home, close } })
  closing.push(() => desk.close())
  return desk
}

test('a full disk: the press is refused as the home’s, nothing is sent, and with room again it goes on (I23)', {
  timeout,
}, async () => {
  const { desk } = await openEmbedded()
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

test('a read-only disk: the press is refused as the home’s, nothing is sent, and when it takes writes it goes on (I23)', {
  timeout,
}, async () => {
  const { desk, directory } = await openEmbedded()
  let mend = () => {}
  closing.push(() => mend())
  await pressThroughRefusal(
    desk,
    'read-only disk',
    async () => {
      mend = makeReadOnly(directory)
    },
    async () => mend(),
  )
})

if ((await findPostgres()) !== null) {
  test('a PostgreSQL that became read-only: the press is refused, nothing is sent, and it mends (I23)', {
    timeout,
  }, async () => {
    const { desk, other } = await openPostgres()
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
      'read-only PostgreSQL',
      () => readOnly('on'),
      () => readOnly('off'),
    )
  })

  test('a full disk under PostgreSQL: the press is refused, nothing is sent, and with room again it goes on (I23)', {
    timeout,
  }, async () => {
    const { desk, other } = await openPostgres()
    // Every commit that changed a row writes to the kernel's own full device first, or says so where the role may not.
    const atCommit = (body: string) =>
      other.query(`create or replace function at_commit() returns trigger language plpgsql as $$ begin ${body} end $$`)
    const isFull = () =>
      atCommit(`copy (select repeat('x', 100000)) to '/dev/full'; return null;
        exception when insufficient_privilege or undefined_file then
          raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';`)
    const hasRoom = () => atCommit('return null;')
    await hasRoom()
    const { rows } = await other.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p') and not c.relispartition`,
    )
    for (const { name } of rows) {
      await other.query(`create constraint trigger at_commit after insert or update or delete on ${name}
        deferrable initially deferred for each row execute function at_commit()`)
    }
    await pressThroughRefusal(desk, 'full disk under PostgreSQL', isFull, hasRoom)
  })
}
