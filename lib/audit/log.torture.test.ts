import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSealer } from '../crypto/sealer'
import { withTransaction } from '../db/database'
import { prepareTemplate } from '../db/embedded-template'
import { openHome } from '../db/open-home'
import { auditChains, auditEvents } from '../db/schema/audit'
import { startProcess, type TestProcess } from '../testing/child-process'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { createTestDatabase, findPostgres } from '../testing/test-database'
import { tell, times } from '../testing/torture'
import { adoptOldRows } from './adopt-old-rows'
import { noHeads, readHeads } from './read-heads'
import { type AuditEntry, recordAuditEvent } from './record-audit-event'
import type { ChainFault } from './rules'
import { verifyChains } from './verify-chain'
import { writeHeads } from './write-heads'

describe.each(await homesUnderTest())('the chain of the activity is attacked, on %s', (kind) => {
  let desk: TestDesk
  let directory: string
  let file: string
  beforeAll(async () => {
    desk = await openDesk(kind)
    directory = mkdtempSync(join(tmpdir(), 'keydesk-'))
    file = join(directory, 'heads', 'activity-heads.jsonl')
  })
  afterAll(async () => {
    await desk.close()
    rmSync(directory, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await desk.house.home.db.delete(auditEvents)
    await desk.house.home.db.delete(auditChains)
    rmSync(file, { force: true })
  })

  const db = () => desk.house.home.db
  const run = (text: string) => db().execute(sql.raw(text))
  const record = (entry: AuditEntry, ctx = desk.as('manager')) =>
    withTransaction(ctx, (tx) => recordAuditEvent(ctx, tx, entry))
  const write = () => writeHeads(db(), desk.house.sealer, file, desk.clock.now())
  const check = async () => verifyChains(db(), desk.house.sealer, await readHeads(desk.house.sealer, file))
  const found = async (): Promise<[ChainFault['kind'], number | null][]> =>
    (await check()).flatMap(({ faults }) =>
      faults.map(({ kind, place }) => [kind, place] as [ChainFault['kind'], number]),
    )
  /** Ten lines at the property, and a head outside that says so. */
  async function fill(lines = 10) {
    for (let n = 1; n <= lines; n++) {
      await desk.clock.advance(1_000)
      await record({ event: 'unlock.asked', reason: 'luggage', doorLabel: '204', details: { try: n } })
    }
    await write()
  }
  const here = () => `property_id = '${desk.property.id}'`

  const ways: [string, (at: string) => string[], [ChainFault['kind'], number | null][]][] = [
    [
      'a reason changed',
      (at) => [`update audit_events set reason = 'welfare' where ${at} and place = 4`],
      [['changed', 4]],
    ],
    [
      'a detail changed',
      (at) => [`update audit_events set details = '{"try": 40}' where ${at} and place = 4`],
      [['changed', 4]],
    ],
    [
      'a moment changed',
      (at) => [`update audit_events set at = at + interval '1 millisecond' where ${at} and place = 10`],
      [['changed', 10]],
    ],
    [
      'another person named',
      (at) => [`update audit_events set actor_label = 'Somebody' where ${at} and place = 1`],
      [['changed', 1]],
    ],
    ['a line removed', (at) => [`delete from audit_events where ${at} and place = 4`], [['missing', 4]]],
    ['the first line removed', (at) => [`delete from audit_events where ${at} and place = 1`], [['missing', 1]]],
    [
      'a line removed and the rest moved up',
      (at) => [
        `delete from audit_events where ${at} and place = 4`,
        `update audit_events set place = place - 1001 where ${at} and place > 4`,
        `update audit_events set place = place + 1000 where ${at} and place < 0`,
        "update audit_chains set place = 9 where id <> 'house'",
      ],
      [
        ['changed', 4],
        ['changed', 5],
        ['changed', 6],
        ['changed', 7],
        ['changed', 8],
        ['changed', 9],
        ['shorter-than-written-outside', 10],
      ],
    ],
    [
      'two lines changed about',
      (at) => [
        `update audit_events set place = -4 where ${at} and place = 4`,
        `update audit_events set place = 4 where ${at} and place = 5`,
        `update audit_events set place = 5 where ${at} and place = -4`,
      ],
      [
        ['changed', 4],
        ['changed', 5],
        ['changed', 6],
      ],
    ],
    [
      'the order of reading changed',
      (at) => [`update audit_events set sequence = -1 where ${at} and place = 5`],
      [['moved', 5]],
    ],
    ['the end cut off', (at) => [`delete from audit_events where ${at} and place > 7`], [['end-missing', 8]]],
    [
      'the end cut off and the record of it changed to fit',
      (at) => [
        `update audit_chains c set place = 7, hash = e.hash from audit_events e where ${at} and e.place = 7 and c.id = e.property_id`,
        `delete from audit_events where ${at} and place > 7`,
      ],
      [['shorter-than-written-outside', 10]],
    ],
    [
      'a line without a place put in',
      (at) => [
        `insert into audit_events (id, property_id, at, event, actor_kind, actor_label, details, request_id)
         select 'aud_x', property_id, at, event, actor_kind, actor_label, details, request_id from audit_events where ${at} and place = 1`,
      ],
      [['without-place', null]],
    ],
    [
      'a line put in at the end, by somebody without the key',
      (at) => [
        `insert into audit_events (id, property_id, at, event, actor_kind, actor_label, details, request_id, place, hash)
         select 'aud_x', property_id, at, event, actor_kind, actor_label, details, request_id, 11, hash from audit_events where ${at} and place = 10`,
        `update audit_chains set place = 11 where id <> 'house'`,
      ],
      [['changed', 11]],
    ],
    [
      'a line put in beyond the end',
      (at) => [
        `insert into audit_events (id, property_id, at, event, actor_kind, actor_label, details, request_id, place, hash)
         select 'aud_x', property_id, at, event, actor_kind, actor_label, details, request_id, 11, hash from audit_events where ${at} and place = 10`,
      ],
      [['beyond-end', 11]],
    ],
    [
      'the beginning cut off as if its time were over',
      (at) => [
        `update audit_chains c set cut_place = 3, cut_hash = e.hash from audit_events e where ${at} and e.place = 3 and c.id = e.property_id`,
        `delete from audit_events where ${at} and place <= 3`,
      ],
      [['beginning-not-ours', 3]],
    ],
    ['the record of the end removed', () => ['delete from audit_chains'], [['no-end', null]]],
    ['everything removed', () => ['delete from audit_chains', 'delete from audit_events'], [['no-end', null]]],
    [
      'lines handed to another property',
      (at) => [`update audit_events set property_id = null where ${at}`],
      [
        ['no-end', null],
        ['end-missing', 1],
      ],
    ],
  ]
  test.each(ways)('I33: %s is found', async (_, statements, faults) => {
    await fill()
    expect(await found()).toEqual([])
    for (const statement of statements(here())) await run(statement)
    expect((await found()).sort()).toEqual([...faults].sort())
    tell('log', { 'ways of I33': 1 })
  })

  test('I33: an end that was cut off, patched and written on by Keydesk itself is found by the heads outside', async () => {
    await fill()
    await run(`update audit_chains c set place = 7, hash = e.hash from audit_events e
      where e.${here()} and e.place = 7 and c.id = e.property_id`)
    await run(`delete from audit_events where ${here()} and place > 7`)
    await fill(5)
    expect(await found()).toEqual([['not-as-written-outside', 10]])
    expect((await verifyChains(db(), desk.house.sealer, noHeads)).flatMap(({ faults }) => faults)).toEqual([])
    tell('log', { 'ways of I33': 1 })
  })

  test('I33: a chain that was rewritten with another key, its end included, is found', async () => {
    await fill()
    const forger = createSealer('a key that the forger made up, long enough')
    await run(`update audit_events set place = null, hash = null, reason = 'welfare'`)
    await db().delete(auditChains)
    expect(await adoptOldRows(db(), forger)).toBe(10)
    const faults = await found()
    expect(faults.map(([kind]) => kind)).toContain('beginning-not-ours')
    expect(faults.map(([kind]) => kind)).toContain('changed')
    tell('log', { 'ways of I33': 1 })
  })

  test('I33: a chain that Keydesk was led to write anew is found by the heads outside', async () => {
    await fill()
    await run(`update audit_events set reason = 'welfare' where place = 3`)
    await run(`update audit_events set place = null, hash = null`)
    await db().delete(auditChains)
    await adoptOldRows(db(), desk.house.sealer)
    expect(await found()).toEqual([['not-as-written-outside', 10]])
    tell('log', { 'ways of I33': 1 })
  })

  test('I33: whatever one statement does to a sealed column, at any place, is found', {
    timeout: times(60_000, 3_600_000),
  }, async () => {
    const lines = 30
    const runs = times(40, 1_000)
    await fill(lines)
    const columns = [
      'event',
      'actor_kind',
      'person_id',
      'actor_label',
      'lock_id',
      'door_label',
      'stay_id',
      'id',
      'reason',
    ]
    columns.push('instruction_id', 'subject_id', 'request_id', 'bucket', 'address_digest')
    const change = (column: string, at: number) =>
      `update audit_events set ${column} = 'forged' where ${here()} and place = ${at}`
    const place = fc.integer({ min: 1, max: lines })
    const attack = fc.oneof(
      fc.tuple(fc.constantFrom(...columns), place).map(([column, at]) => change(column, at)),
      fc
        .tuple(place, place)
        .map(
          ([from, to]) =>
            `delete from audit_events where ${here()} and place between ${Math.min(from, to)} and ${Math.max(from, to)}`,
        ),
      fc
        .record({ place, ms: fc.integer({ min: 1, max: 10 ** 9 }) })
        .map(
          ({ place, ms }) =>
            `update audit_events set at = at + interval '${ms} milliseconds' where ${here()} and place = ${place}`,
        ),
      fc
        .tuple(place, place)
        .filter(([one, other]) => one !== other)
        .map(
          ([
            one,
            other,
          ]) => `update audit_events e set event = o.event, reason = o.reason, details = o.details, id = e.id || 'x', at = o.at
            from audit_events o where e.${here()} and o.${here()} and e.place = ${one} and o.place = ${other}`,
        ),
      place.map(
        (
          last,
        ) => `update audit_chains c set place = ${last - 1}, hash = coalesce((select hash from audit_events where ${here()} and place = ${last - 1}), c.hash)
          where c.id = '${desk.property.id}'`,
      ),
    )
    const undone = new Error('undone')
    const heads = await readHeads(desk.house.sealer, file)
    await fc.assert(
      fc.asyncProperty(attack, async (statement) => {
        let faults = -1
        const attacked = withTransaction(desk.system, async (tx) => {
          await tx.execute(sql.raw(statement))
          faults = (await verifyChains(tx, desk.house.sealer, heads)).flatMap((report) => report.faults).length
          throw undone
        })
        await expect(attacked).rejects.toBe(undone)
        expect(faults).toBeGreaterThan(0)
      }),
      { numRuns: runs, examples: columns.map((column): [string] => [change(column, 7)]) },
    )
    expect(await found()).toEqual([])
    tell('log', { 'random attacks': runs, 'not found': 0 })
  })

  test('10 writers at two properties and the house keep whole chains', {
    timeout: times(180_000, 3_600_000),
  }, async () => {
    const each = times(30, 1_000)
    const ctx = desk.as('manager')
    const there = desk.elsewhere('manager')
    const house = { ...ctx, property: undefined }
    await Promise.all(
      Array.from({ length: 10 }, async (_, writer) => {
        for (let n = 0; n < each; n++) {
          await withTransaction(ctx, async (tx) => {
            // In any order: who takes two chains takes them in one.
            const sources = writer % 2 === 0 ? [ctx, there] : [there, ctx]
            for (const source of n % 10 === 0 ? [...sources, house] : sources.slice(0, 1))
              await recordAuditEvent(source, tx, { event: 'unlock.asked', details: { try: n } })
          })
        }
      }),
    )
    const reports = await check()
    expect(reports.flatMap(({ faults }) => faults)).toEqual([])
    const rows = reports.reduce((sum, report) => sum + report.rows, 0)
    expect(rows).toBe(10 * each + each * 2)
    tell('log', { 'rows of 10 writers at once': rows, faults: 0 })
  })
})

const secret = 'a secret of tests, thirty-two characters or more'
const kills = times(2, 20)
const alive = new Set<TestProcess>()
afterEach(async () => void (await Promise.all([...alive].map((writer) => writer.kill()))))

/** Kills one writer after the other in mid-append; after each the chain is whole and holds all that was acknowledged. */
async function killAgainAndAgain(place: string): Promise<void> {
  let least = 0
  for (let life = 0; life < kills; life += 1) {
    const writer = startProcess('append-events', place, secret)
    alive.add(writer)
    await writer.says(`told ${5 + (life % 6) * 7}`)
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
      tell('log', { 'deaths in mid-append': 1 })
    } finally {
      await home.close()
    }
  }
}

test(`I33: kill -9 again and again in mid-append leave a whole chain (embedded)`, {
  timeout: times(300_000, 3_600_000),
}, async () => {
  await prepareTemplate()
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-'))
  await killAgainAndAgain(directory)
  rmSync(directory, { recursive: true, force: true })
})

if ((await findPostgres()) !== null)
  test(`I33: kill -9 again and again in mid-append leave a whole chain (postgres)`, {
    timeout: times(300_000, 3_600_000),
  }, async () => {
    const database = await createTestDatabase()
    await killAgainAndAgain(database.databaseUrl)
    await database.drop()
  })
