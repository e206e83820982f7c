import { type SQL, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import type { Id } from '../ids/ids'
import { testStartAt } from '../testing/fake-clock'
import { renameDoor, writeCode, writeDoor, writeGuestKey } from '../testing/ledger-rows'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs, hourMs, minuteMs } from '../time/clock'
import type { KeyRow, KeysFilter, KeysState } from './contract'
import { listKeys } from './list-keys'

const now = testStartAt
/** Long over, lately over on both sides of the hour in which an unknown code still counts, and to come. */
const moment = fc.constantFrom(
  ...[-400 * dayMs, -9 * dayMs, -2 * hourMs, -hourMs, -hourMs + 1, -minuteMs, 0, 1, hourMs, 3 * dayMs].map(
    (off) => now + off,
  ),
)
const when = fc.option(moment, { nil: null, freq: 1 })
const mostlyNot = fc.constantFrom(null, null, null, now - hourMs)
const outcome = fc.constantFrom(null, 'not-sent', 'rejected', 'accepted', 'accepted', 'accepted', 'unknown')
const status = fc.constantFrom(null, 1, 1, 1, 2, 3, 4, 5)
const anyRow = fc.record({
  code: fc.constantFrom(true, true, false),
  guestName: fc.constantFrom('Ada Byron', 'Grace Hopper', '204 %'),
  door: fc.constantFrom(0, 1),
  startsAt: moment,
  endsAt: moment,
  // Many at one moment: pages part them by id.
  createdAt: moment,
  lostAt: mostlyNot,
  closedAt: mostlyNot,
  cancelWantedAt: when,
  unfit: fc.constantFrom(null, null, 'weak', 'duplicate'),
  usedAnywayAt: mostlyNot,
  set: fc.record({ outcome, status }),
  cancels: fc.array(fc.constantFrom({ status: 1, settledAt: now - minuteMs }, { status: 2 }, { outcome: 'unknown' }), {
    maxLength: 2,
  }),
})

const lockNames = ['MJ000204', 'MJ000305']

/** The second door's lock is returned: its room has another name since. */
async function writeRows(ctx: DeskContext): Promise<Id<'lock'>> {
  const doors = [await writeDoor(ctx), await writeDoor(ctx, { name: 'MJ000305', room: '305' })]
  for (const row of fc.sample(anyRow, { numRuns: 150, seed: 20_260_610 })) {
    const { code, door, cancels, guestName, startsAt, endsAt, createdAt, lostAt, set: told, ...more } = row
    const both = { guestName, startsAt, endsAt, createdAt, lostAt }
    const lockId = doors[door]!
    const set = { ...told, doorLabel: ['204', '305'][door]!, lockName: lockNames[door]! }
    if (code) await writeCode(ctx, lockId, { ...both, ...more }, set, cancels)
    else await writeGuestKey(ctx, lockId, both, set)
  }
  await renameDoor(ctx, doors[1]!, '306')
  return doors[1]!
}

const states: Record<KeysState, (row: KeyRow) => boolean> = {
  all: () => true,
  live: ({ state }) =>
    /^(sending|waiting-door|on-door|works-now|cancelling|cancel-failed|no-answer|scheduled)$/.test(state),
  waiting: ({ state }) => /^(sending|waiting-door|cancelling)$/.test(state),
  trouble: ({ state, unfit, usedAnyway }) =>
    /^(failed|cancel-failed|no-answer)$/.test(state) ||
    (unfit !== null && !usedAnyway && !/^(cancelled|ended|failed)$/.test(state)),
  unknown: ({ state }) => state === 'no-answer',
  ended: ({ state }) => /^(ended|cancelled|ended-unconfirmed|closed|lost)$/.test(state),
}

function isWanted(
  row: KeyRow,
  renamed: Id<'lock'>,
  { state = 'all', kind, text, fromAt, untilAt }: KeysFilter,
): boolean {
  const says = (words: string | null) => words?.toLowerCase().includes((text ?? '').toLowerCase()) ?? false
  return (
    states[state](row) &&
    (kind === undefined || row.kind === kind) &&
    (text === undefined ||
      says(row.doorLabel) ||
      says(row.guestName) ||
      says(lockNames[Number(row.lockId === renamed)]!)) &&
    (fromAt === undefined || row.endsAt > fromAt) &&
    (untilAt === undefined || row.startsAt < untilAt)
  )
}

async function pageByPage(ctx: DeskContext, filter: KeysFilter, limit: number): Promise<KeyRow[]> {
  const rows: KeyRow[] = []
  for (let before: Awaited<ReturnType<typeof listKeys>>['next'] | undefined; before !== null; ) {
    const page = await listKeys(ctx, filter, { limit, ...(before && { before }) })
    rows.push(...page.rows)
    before = page.next
  }
  return rows
}

let desk: TestDesk
afterEach(() => desk.close())

test.each(await homesUnderTest())(
  'on %s: a filter leaves of the whole list what it names, in the same order, on however many pages',
  async (home) => {
    desk = await openDesk(home)
    const renamed = await writeRows({ ...desk.as('manager'), now })
    const windows: KeysFilter[] = [
      { fromAt: now - dayMs },
      { untilAt: now },
      { fromAt: now - 10 * dayMs, untilAt: now - hourMs },
      { fromAt: now - 10 * dayMs, untilAt: now - hourMs, kind: 'code', text: 'ada' },
    ]
    const narrowed: KeysFilter[] = [
      {},
      { kind: 'code' },
      { kind: 'mobile-key' },
      { text: '204' },
      { text: '305' },
      { text: '306' },
      { text: 'mj0003' },
      { text: 'hopper' },
      { text: '%' },
    ]
    for (const role of ['manager', 'front-desk'] as const) {
      const ctx = { ...desk.as(role), now }
      const { rows: all, next } = await listKeys(ctx, {}, { limit: 500 })
      expect(all).toHaveLength(150)
      expect(next).toBeNull()
      expect(all.map(({ createdAt }) => createdAt)).toEqual(
        all.map(({ createdAt }) => createdAt).toSorted((a, b) => b - a),
      )
      for (const state of Object.keys(states) as KeysState[]) {
        for (const more of role === 'manager' ? [...windows, ...narrowed] : narrowed) {
          const filter = { state, ...more }
          const wanted = all.filter((row) => isWanted(row, renamed, filter))
          expect((await listKeys(ctx, filter, { limit: 500 })).rows, JSON.stringify(filter)).toEqual(wanted)
        }
        if (role !== 'manager') continue
        expect(await pageByPage(ctx, { state }, 9)).toEqual(all.filter(states[state]))
        expect(all.filter(states[state]).length).toBeGreaterThan(3)
      }
    }
  },
)

/** Two years and more of a hotel: a code an hour for five days each, a mobile key with every tenth, and one in five hundred failed. */
async function writeYears({ db, property }: DeskContext, lockId: Id<'lock'>): Promise<void> {
  const at = sql`(${new Date(now).toISOString()}::timestamptz - n * interval '1 hour')`
  const rows = sql`generate_series(1, 20000) as n`
  const keys = sql`${rows} where n % 10 = 0`
  await db.execute(sql`
    insert into stays (id, property_id, lock_id, room_label, guest_name, starts_at, ends_at, created_at)
    select 'sty_' || n, ${property.id}, ${lockId}, '204', 'Guest ' || n, ${at}, ${at} + interval '5 days', ${at} from ${rows}`)
  for (const [kind, which] of [
    ['set-code', rows],
    ['guest-key', keys],
  ] as const)
    await db.execute(sql`
      insert into instructions (id, property_id, kind, lock_id, door_label, lock_name, actor_label, press_key, asked_hash, details,
        intended_at, process_id, outcome, outcome_at, status)
      select ${kind} || n, ${property.id}, ${kind}, ${lockId}, '204', 'MJ000204', 'Clara', ${kind} || n, '', '{}',
        ${at}, 'gone', case when n % 500 = 0 then 'rejected' else 'accepted' end, ${at}, 1 from ${which}`)
  await db.execute(sql`
    insert into passcodes (id, property_id, lock_id, stay_id, set_instruction_id, starts_at, ends_at, one_time, created_at)
    select 'psc_' || n, ${property.id}, ${lockId}, 'sty_' || n, 'set-code' || n, ${at}, ${at} + interval '5 days', false, ${at} from ${rows}`)
  await db.execute(sql`
    insert into guest_keys (id, property_id, lock_id, stay_id, instruction_id, starts_at, ends_at, created_at)
    select 'gky_' || n, ${property.id}, ${lockId}, 'sty_' || n, 'guest-key' || n, ${at}, ${at} + interval '5 days', ${at} from ${keys}`)
  await db.execute(sql`analyze`)
}

interface PlanNode {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Alias?: string
  Plans?: PlanNode[]
}

/** How many rows the tables gave, those thrown away included. */
const rowsRead = (node: PlanNode): number =>
  (node.Alias ? node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) : 0) +
  (node.Plans ?? []).reduce((sum, below) => sum + rowsRead(below), 0)

test.each(await homesUnderTest())(
  'on %s: however many codes there were, a page of them reads few rows',
  async (home) => {
    desk = await openDesk(home)
    const ctx = { ...desk.as('manager'), now }
    await writeYears(ctx, await writeDoor(ctx))
    const read: number[] = []
    const told = new Proxy(ctx.db, {
      get: (db, name) =>
        name !== 'execute'
          ? Reflect.get(db, name)
          : async (statement: SQL) => {
              const { rows } = await db.execute<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
                sql`explain (analyze, format json) ${statement}`,
              )
              read.push(rowsRead(rows[0]!['QUERY PLAN'][0].Plan))
              return db.execute(statement)
            },
    })
    const served: KeysFilter[] = [
      ...(Object.keys(states) as KeysState[]).map((state) => ({ state })),
      { kind: 'code' },
      { kind: 'mobile-key' },
      { fromAt: now - dayMs, untilAt: now + dayMs },
    ]
    const middle = { createdAt: now - 10_000 * hourMs, id: 'psc_10000' }
    for (const filter of served)
      for (const page of [{ limit: 50 }, { limit: 50, before: middle }]) {
        await listKeys({ ...ctx, db: told }, filter, page)
        expect(read.at(-1), JSON.stringify({ filter, page })).toBeLessThan(3_000)
      }
  },
)
