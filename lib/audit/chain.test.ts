import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HouseContext } from '../access/context'
import { createSealer } from '../crypto/sealer'
import { withTransaction } from '../db/database'
import { auditChains, auditEvents, auditRepeats } from '../db/schema/audit'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { adoptOldRows } from './adopt-old-rows'
import type { LineInStatement } from './append-events'
import { type End, endsOf } from './chain-ends'
import { cutActivity } from './cut-activity'
import { listActivity } from './queries'
import { noHeads, readHeads } from './read-heads'
import { type AuditEntry, auditEventInStatement, recordAuditEvent, recordCountedAuditEvent } from './record-audit-event'
import type { ChainFault } from './rules'
import { verifyChains } from './verify-chain'
import { writeHeads } from './write-heads'

describe.each(await homesUnderTest())('the chain of the activity, on %s', (kind) => {
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
  async function tell(times = 10) {
    for (let n = 1; n <= times; n++) {
      await desk.clock.advance(1_000)
      await record({ event: 'unlock.asked', reason: 'luggage', doorLabel: '204', details: { try: n } })
    }
    await write()
  }
  const here = () => `property_id = '${desk.property.id}'`

  test('every line has its place and hash, per property and for the house, and is found whole', async () => {
    await tell(3)
    await record({ event: 'person.signed-in' }, { ...desk.as('manager'), property: undefined } as never)
    await record({ event: 'unlock.asked' }, desk.elsewhere('manager'))
    expect((await check()).map(({ chainId, rows, faults }) => [chainId, rows, faults.length]).sort()).toEqual(
      [
        [desk.property.id, 3, 0],
        [desk.otherProperty.id, 1, 0],
        ['house', 1, 0],
      ].sort(),
    )
  })

  test('a line appears with its transaction or not at all, several of one in the order they were told', async () => {
    const ctx = desk.as('manager')
    const failing = withTransaction(ctx, async (tx) => {
      await recordAuditEvent(ctx, tx, { event: 'unlock.asked' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await withTransaction(ctx, async (tx) => {
      await recordAuditEvent(ctx, tx, { event: 'stay.created' })
      await withTransaction({ db: tx }, (inner) => recordAuditEvent(ctx, inner, { event: 'passcode.asked' }))
    })
    const rows = await db().select().from(auditEvents).orderBy(auditEvents.place)
    expect(rows.map(({ event, place }) => [event, place])).toEqual([
      ['stay.created', 1],
      ['passcode.asked', 2],
    ])
    expect(await found()).toEqual([])
  })

  test('an end that this process saw and that is no longer so is not written after', async () => {
    await record({ event: 'unlock.asked', reason: 'luggage' })
    const ends = endsOf(db())
    const seen = { ...(ends.get(desk.property.id) as End) }
    expect(seen.place).toBe(1)
    await record({ event: 'unlock.asked', reason: 'welfare' })
    // As after a line of another process, and after one of ours that was taken back.
    for (const stale of [seen, { ...seen, place: 7 }, { ...seen, place: 2 }]) {
      ends.set(desk.property.id, stale)
      await record({ event: 'unlock.asked', reason: 'luggage' })
    }
    const ctx = desk.as('manager')
    ends.set(desk.property.id, seen)
    const line = auditEventInStatement(ctx, db(), { event: 'unlock.asked' }) as LineInStatement
    const { rows } = await db().execute<{ here: number }>(sql`
      with chain as (${line.endHere(sql`true`)}), moved as (${line.moved(sql`exists (select from chain)`)}),
        told as (${line.told(sql`exists (select from chain)`)}) select here from told`)
    expect(rows).toEqual([])
    const places = await db().select({ place: auditEvents.place }).from(auditEvents).orderBy(auditEvents.sequence)
    expect(places.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5])
    expect(await found()).toEqual([])
  })

  test('with another key nothing is taken for whole', async () => {
    await tell(2)
    const reports = await verifyChains(db(), createSealer('another key, of thirty-two characters or more'), noHeads)
    expect(reports.flatMap(({ faults }) => faults.map(({ kind }) => kind))).toContain('beginning-not-ours')
  })

  test('an address that is erased leaves the chain whole; one that was changed is found', async () => {
    const ctx = { ...desk.system, actor: { kind: 'visitor', address: '192.0.2.7' } } as const
    await withTransaction(ctx, (tx) =>
      recordCountedAuditEvent(ctx, tx, { event: 'callback.refused', address: '192.0.2.7' }),
    )
    const [row] = await db().select().from(auditEvents)
    expect(row).toMatchObject({ address: '192.0.2.7', details: {} })
    expect(row?.addressDigest).not.toContain('192.0.2')
    await run(`update audit_events set address = '192.0.2.8'`)
    expect(await found()).toEqual([['address-changed', 1]])
    await run('update audit_events set address = null')
    expect(await found()).toEqual([])
    await run('update audit_events set address_digest = null')
    expect(await found()).toEqual([['changed', 1]])
  })

  test('what is told once a minute is in the chain once, its count beside it', async () => {
    const ctx = { ...desk.system, actor: { kind: 'visitor', address: '192.0.2.7' } } as const
    const many = (times: number) =>
      withTransaction(ctx, (tx) =>
        recordCountedAuditEvent(ctx, tx, { event: 'callback.refused', reason: 'malformed' }, { times }),
      )
    await Promise.all([many(2), many(3), many(4)])
    await desk.clock.advance(60_000)
    await withTransaction(desk.system, async (tx) => {
      const later = { ...ctx, now: desk.clock.now() }
      for (let n = 0; n < 3; n++)
        await recordCountedAuditEvent(later, tx, { event: 'callback.refused', reason: 'malformed' })
    })
    const { events } = await listActivity(desk.as('manager'))
    expect(events.map(({ count }) => count)).toEqual([3, 9])
    expect(await found()).toEqual([])
  })

  test('what is counted is told under the one who did it: strangers by their address, people by themselves', async () => {
    const stranger = (address: string) => ({ ...desk.outside('system'), actor: { kind: 'visitor', address } }) as const
    const fail = (ctx: HouseContext, address: string) =>
      withTransaction(ctx, (tx) => recordCountedAuditEvent(ctx, tx, { event: 'person.sign-in-failed', address }))
    await fail(stranger('192.0.2.7'), '192.0.2.7')
    await fail(desk.outside('front-desk'), '192.0.2.7')
    await fail(stranger('192.0.2.8'), '192.0.2.8')
    await fail(desk.outside('manager'), '192.0.2.7')
    await fail(stranger('192.0.2.7'), '192.0.2.7')
    const rows = await db().select().from(auditEvents).orderBy(auditEvents.place)
    expect(rows.map(({ personId, address }) => [personId, address])).toEqual([
      [null, '192.0.2.7'],
      [desk.people['front-desk'].personId, '192.0.2.7'],
      [null, '192.0.2.8'],
      [desk.people.manager.personId, '192.0.2.7'],
    ])
    const counts = await db().select().from(auditRepeats)
    expect(counts.find(({ eventId }) => eventId === rows[0]?.id)?.count).toBe(2)
    expect(JSON.stringify(rows.map(({ bucket }) => bucket))).not.toContain('192.0.2')
    expect(await found()).toEqual([])
  })

  test('what a flood could bring is told once a minute, however many addresses it comes from (I15)', async () => {
    for (const address of ['192.0.2.7', '192.0.2.8']) {
      const ctx = { ...desk.system, actor: { kind: 'visitor', address } } as const
      await withTransaction(ctx, (tx) =>
        recordCountedAuditEvent(ctx, tx, { event: 'callback.refused', address }, { allTogether: true }),
      )
    }
    expect(await db().$count(auditEvents)).toBe(1)
  })

  test('what is cut off when its time is over leaves the rest whole, also for the heads outside', async () => {
    await tell()
    const rows = await db().select().from(auditEvents).orderBy(auditEvents.place)
    expect(await cutActivity(desk.system, rows[6]!.at)).toBe(6)
    expect(await cutActivity(desk.system, rows[6]!.at)).toBe(0)
    expect(await found()).toEqual([])
    await run(`delete from audit_events where ${here()} and place = 7`)
    expect(await found()).toEqual([['missing', 7]])
  })

  test('everything may be cut off; the next line goes on from there, and only our own code may', async () => {
    await tell(3)
    await expect(cutActivity(desk.as('manager'), desk.clock.now() + 1)).rejects.toMatchObject({ code: 'not-allowed' })
    expect(await cutActivity(desk.system, desk.clock.now() + 1)).toBe(3)
    await tell(2)
    const rows = await db().select().from(auditEvents).orderBy(auditEvents.place)
    expect(rows.map(({ place }) => place)).toEqual([4, 5])
    expect(await found()).toEqual([])
  })

  test('lines of before the chains are put into them once; one that appears later is a finding', async () => {
    const insert = (id: string, property: string) =>
      run(`insert into audit_events (id, property_id, at, event, actor_kind, actor_label, details, request_id, address)
        select '${id}' || n, ${property}, now(), 'person.signed-in', 'staff', 'x', jsonb_build_object('try', n, 'name', 'é'), 'r', '192.0.2.1'
        from generate_series(1, 1500) n`)
    await insert('aud_a', `'${desk.property.id}'`)
    await insert('aud_b', 'null')
    const both = await Promise.all([adoptOldRows(db(), desk.house.sealer), adoptOldRows(db(), desk.house.sealer)])
    expect(both.sort()).toEqual([0, 3000])
    expect(await found()).toEqual([])
    await tell(1)
    expect(await found()).toEqual([])
    await insert('aud_c', 'null')
    expect(await adoptOldRows(db(), desk.house.sealer)).toBe(0)
    expect(await found()).toEqual([['without-place', null]])
  })

  test('whatever a line holds, it reads back as it was sealed', { timeout: 120_000 }, async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('\0', '\ud800x', '=cmd', '\u202e', 'é'),
    )
    const value = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ reason: fc.option(text), doorLabel: text, subjectId: text, value, other: value }), {
          minLength: 1,
          maxLength: 5,
        }),
        async (entries) => {
          for (const { value, other, ...rest } of entries)
            await record({ event: 'unlock.asked', ...rest, details: { name: value, afterMs: other, try: undefined } })
        },
      ),
      { numRuns: 40 },
    )
    expect(await found()).toEqual([])
  })

  test('heads go outside once per change, outlive a broken last line, and a forged one is found', async () => {
    await tell(1)
    expect(await write()).toBe(0)
    appendFileSync(file, '{"at":"2026-06-')
    await tell(1)
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2)
    expect(await found()).toEqual([])
    const forged = readFileSync(file, 'utf8').replace('"place":1', '"place":2')
    writeFileSync(file, forged)
    expect(await found()).toEqual([['head-not-ours', 1]])
    expect(existsSync(file)).toBe(true)
  })
})
