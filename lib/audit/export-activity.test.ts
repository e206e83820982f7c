import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { roles } from '../access/permissions'
import { withTransaction } from '../db/database'
import { auditChains, auditEvents } from '../db/schema/audit'
import { locks } from '../db/schema/locks'
import { DeskError, isDeskError } from '../errors/desk-error'
import { newId } from '../ids/ids'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { checkActivity } from './check-activity'
import type { ActivityRow } from './contract'
import { exportActivity } from './export-activity'
import { readActivityAsked } from './input'
import { findLastCheck, listActivity } from './queries'
import { type AuditEntry, recordAuditEvent } from './record-audit-event'
import { writeCsvLine } from './write-csv'

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error.code : error),
  )

describe.each(await homesUnderTest())('checking and exporting the activity, on %s', (kind) => {
  let desk: TestDesk
  beforeAll(async () => {
    desk = await openDesk(kind)
    await desk.house.home.db.insert(locks).values({
      id: newId('lock'),
      propertyId: desk.property.id,
      name: 'MJ204',
      room: '204',
      sortKey: '204',
      createdAt: 0,
    })
  })
  afterAll(() => desk.close())
  beforeEach(async () => {
    await desk.house.home.db.delete(auditEvents)
    await desk.house.home.db.delete(auditChains)
  })
  const record = (ctx: DeskContext, entry: AuditEntry) => withTransaction(ctx, (tx) => recordAuditEvent(ctx, tx, entry))
  const take = async (ctx: DeskContext, query: Record<string, string> = {}, again = async () => ctx) => {
    const asked = readActivityAsked(query, ctx.property.timeZone)
    const rows: ActivityRow[] = []
    for await (const page of await exportActivity(ctx, { format: 'csv', asked, again })) rows.push(...page)
    return rows
  }

  test('a check says whole or what is wrong, to managers and log readers, and is itself written down', async () => {
    const ctx = desk.as('manager')
    await record(ctx, { event: 'unlock.asked' })
    await record(ctx, { event: 'unlock.asked' })
    expect(await findLastCheck(ctx)).toBeNull()
    expect(await checkActivity(ctx)).toMatchObject({ rows: 2, faults: [] })
    expect(await findLastCheck(desk.as('auditor'))).toMatchObject({
      whole: true,
      rows: 2,
      actorLabel: desk.people.manager.name,
    })
    await desk.house.home.db.execute(sql`update audit_events set reason = 'welfare' where place = 2`)
    await desk.clock.advance(1_000)
    expect((await checkActivity(desk.as('auditor'))).faults).toEqual([{ chain: 'property', kind: 'changed', place: 2 }])
    expect(await findLastCheck(desk.as('manager'))).toMatchObject({ whole: false })
    for (const role of ['front-desk', 'housekeeping', 'maintenance', 'administrator'] as const)
      expect(await codeOf(checkActivity(desk.as(role)))).toBe('not-allowed')
    expect(await findLastCheck(desk.elsewhere('manager'))).toBeNull()
  })

  test('the export is for managers and log readers who signed in again, here only', async () => {
    for (const role of roles) {
      const allowed = role === 'manager' || role === 'auditor'
      expect([role, await codeOf(take(desk.as(role)))]).toEqual([role, allowed ? null : 'not-allowed'])
      const late = desk.as(role, { provedMsAgo: 6 * 60_000 })
      expect([role, await codeOf(take(late))]).toEqual([role, allowed ? 'sign-in-again' : 'not-allowed'])
    }
    await record(desk.as('manager'), { event: 'unlock.asked' })
    expect((await take(desk.elsewhere('manager'))).map(({ event }) => event)).toEqual(['activity.exported'])
  })

  test('it holds every line that fits, over all its pages, with place and hash, and stands in the activity with its filter', async () => {
    const ctx = desk.as('manager')
    await withTransaction(ctx, async (tx) => {
      for (let n = 0; n < 1_201; n++) await recordAuditEvent(ctx, tx, { event: 'unlock.asked', details: { try: n } })
      await recordAuditEvent(ctx, tx, { event: 'passcode.asked' })
    })
    const rows = await take(ctx, { group: 'unlocks', who: ctx.actor.kind === 'staff' ? ctx.actor.personId : '' })
    expect(rows).toHaveLength(1_201)
    expect(rows.map(({ place }) => place)).toEqual(Array.from({ length: 1_201 }, (_, n) => 1_201 - n))
    expect(rows.every(({ hash, chainId }) => hash?.includes('.') && chainId === desk.property.id)).toBe(true)
    const [told] = (await listActivity(ctx)).events
    expect(told).toMatchObject({
      event: 'activity.exported',
      details: { format: 'csv', group: 'unlocks', who: desk.people.manager.name },
    })
  })

  test('a mistyped day exports nothing, and what was typed as a door is kept only when it is one (I32)', async () => {
    expect(await codeOf(take(desk.as('manager'), { from: '2026-02-30' }))).toBe('invalid-input')
    expect((await listActivity(desk.as('manager'))).events).toEqual([])
    expect(await take(desk.as('manager'), { door: 'Mrs Li' })).toEqual([])
    await take(desk.as('manager'), { door: '204' })
    const { events } = await listActivity(desk.as('manager'))
    expect(events.map(({ details }) => details.door)).toEqual(['204', null])
    expect(JSON.stringify(await desk.house.home.db.select().from(auditEvents))).not.toContain('Mrs Li')
  })

  test('who loses the right in between gets no further page (I31)', async () => {
    const ctx = desk.as('manager')
    let pages = 0
    const again = async () => {
      pages += 1
      if (pages > 1) throw new DeskError('not-signed-in')
      return ctx
    }
    await withTransaction(ctx, async (tx) => {
      for (let n = 0; n < 600; n++) await recordAuditEvent(ctx, tx, { event: 'unlock.asked' })
    })
    expect(await codeOf(take(ctx, {}, again))).toBe('not-signed-in')
    expect(pages).toBe(2)
  })
})

/** The cells of a line of RFC 4180 text. */
function readCsvLine(line: string): string[] {
  const cells: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  for (let found = cell.exec(line); found !== null; found = cell.exec(line)) {
    cells.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'))
    if (found[3] !== ',') break
  }
  return cells
}

test('I26: no cell of an export is a formula, and every one reads back as it was', () => {
  expect(writeCsvLine(["=cmd|' /C calc'!A0", '+1', '-1', '@x', '\tx', '\rx', 'a,b', 'say "x"', null, 7, 'a\nb'])).toBe(
    `"'=cmd|' /C calc'!A0","'+1","'-1","'@x","'\tx","'\rx","a,b","say ""x""",,7,"a\nb"\r\n`,
  )
  const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.stringMatching(/^[=+\-@\t\r＝]["',\n]*x?$/))
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 6 }), (cells) => {
      const read = readCsvLine(writeCsvLine(cells))
      expect(read.some((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toBe(false)
      expect(read.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ''))).toEqual(
        cells.map((cell) => cell.replaceAll('\0', '').replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '')),
      )
    }),
    { numRuns: 2_000 },
  )
})
