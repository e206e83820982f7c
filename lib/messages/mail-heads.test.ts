import { and, eq, gt } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { joinHeads, readMailedHeads, writeMailedHead } from '../audit/mailed-heads'
import { noHeads } from '../audit/read-heads'
import { recordAuditEvent } from '../audit/record-audit-event'
import { verifyChains } from '../audit/verify-chain'
import { createSealer } from '../crypto/sealer'
import { withTransaction } from '../db/database'
import { auditChains, auditEvents } from '../db/schema/audit'
import { startMailServer } from '../testing/mail-server'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { hourMs } from '../time/clock'
import { mailHeads } from './mail-heads'
import { sendMail } from './send-mail'
import { createMailer } from './smtp-transport'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const write = async (desk: TestDesk, times: number) => {
  for (let time = 0; time < times; time += 1)
    await withTransaction(desk.system, (tx) =>
      recordAuditEvent(desk.as('manager'), tx, { event: 'activity.exported', details: { count: time } }),
    )
}

/** The mail of the day, as it came over the line. */
async function mailOf(desk: TestDesk): Promise<string> {
  const server = await startMailServer()
  open.push(server)
  desk.house.mailer = createMailer(server.settings)
  desk.reload({ ...desk.property, headsMailTo: 'owner@hotel.example' })
  expect(await mailHeads(desk.system)).toBe(1)
  const { rows } = await desk.system.db.execute<{ id: `mal_${string}` }>('select id from mails')
  await sendMail(desk.system, rows[0]!.id, { attempt: 1, signal: new AbortController().signal })
  expect(server.mails).toHaveLength(1)
  return server.mails[0]!.raw
}

describe.each(await homesUnderTest())('the newest hash in a mail, on %s', (kind) => {
  test('from the mail alone an end that was cut off and written anew with the key itself is found (I33)', async () => {
    const desk = await openDesk(kind)
    open.push(desk)
    const { db, sealer } = desk.system
    await write(desk, 8)
    const heads = readMailedHeads(sealer, await mailOf(desk))
    expect(heads.foreignLines).toEqual([])
    const chain = desk.property.id
    const verify = async (known: typeof heads) => (await verifyChains(db, sealer, known, [chain]))[0]!.faults
    expect(await verify(heads)).toEqual([])
    const head = heads.byChain.get(chain)!.at(-1)!

    // Whoever has the database and the key takes the end off …
    const [kept] = await db
      .select({ place: auditEvents.place, hash: auditEvents.hash })
      .from(auditEvents)
      .where(and(eq(auditEvents.propertyId, chain), eq(auditEvents.place, head.place - 3)))
    await db.delete(auditEvents).where(and(eq(auditEvents.propertyId, chain), gt(auditEvents.place, kept!.place!)))
    await db.update(auditChains).set({ place: kept!.place!, hash: kept!.hash! }).where(eq(auditChains.id, chain))
    expect(await verify(noHeads)).toEqual([])
    expect(await verify(heads)).toEqual([{ kind: 'shorter-than-written-outside', place: head.place }])

    // … and writes other lines in its place; the file of hashes too would be written anew.
    await write(desk, 6)
    expect(await verify(noHeads)).toEqual([])
    expect(await verify(heads)).toEqual([{ kind: 'not-as-written-outside', place: head.place }])
    const [end] = await db.select().from(auditChains).where(eq(auditChains.id, chain))
    const file = new Map([[chain, [{ ...head, place: end!.place, hash: end!.hash }]]])
    expect(await verify(joinHeads({ byChain: file, foreignLines: [] }, heads))).toHaveLength(1)
  })
})

test('a head is read out of a quoted, indented or raw mail, and one that was changed is named by its number', () => {
  const sealer = createSealer('a secret of tests, thirty-two characters or more')
  const head = { at: Date.UTC(2026, 5, 10), chainId: 'prp_1', place: 12, hash: 'abc.DEF-_1' }
  const block = writeMailedHead(sealer, head)
  expect(Math.max(...block.split('\n').map(({ length }) => length))).toBeLessThan(76)
  const quoted = block.replace(/^/gm, '> ')
  const raw = block.replace('Z', '=\r\nZ').replace('hash abc.', 'hash abc.=\r\n')
  expect(readMailedHeads(sealer, raw).byChain.get('prp_1')).toEqual([head])
  const text = `Hello\r\n${block.replaceAll('\n', '\r\n')}\r\nand\n${quoted}\n${block.replace('place 12', 'place 13')}`
  const { byChain, foreignLines } = readMailedHeads(sealer, text)
  expect(byChain.get('prp_1')).toEqual([head, head])
  expect(foreignLines).toEqual([3])
  const stranger = createSealer('another secret of tests, thirty-two characters')
  expect(readMailedHeads(stranger, block)).toEqual({ byChain: new Map(), foreignLines: [1] })
})

describe.each(await homesUnderTest())('the daily mail, on %s', (kind) => {
  test('is written once per day and address, from six in the morning on, however many processes look', async () => {
    const desk = await openDesk(kind)
    open.push(desk)
    const server = await startMailServer()
    open.push(server)
    const counts = async () => {
      const { rows } = await desk.system.db.execute<{ about: string; to_address: string }>(
        'select about, to_address from mails order by about, to_address',
      )
      return rows.map(({ about, to_address }) => `${about} ${to_address}`)
    }
    desk.reload({ ...desk.property, headsMailTo: 'a@hotel.example, b@hotel.example' })
    // No mail server is set: nothing is to be sent.
    expect(await mailHeads(desk.system)).toBe(0)
    desk.house.mailer = createMailer(server.settings)
    const looks = await Promise.all(Array.from({ length: 6 }, () => mailHeads(desk.system)))
    expect(looks.reduce((sum, one) => sum + one)).toBe(2)
    expect(await counts()).toEqual(['2026-06-10 a@hotel.example', '2026-06-10 b@hotel.example'])
    // Midnight in Berlin is 22:00 UTC; six in the morning 04:00.
    await desk.clock.advance(12 * hourMs)
    expect(await mailHeads(desk.system)).toBe(0)
    await desk.clock.advance(4 * hourMs)
    expect(await mailHeads(desk.system)).toBe(2)
    expect(await counts()).toHaveLength(4)
    desk.reload({ ...desk.property, headsMailTo: '' })
    await desk.clock.advance(24 * hourMs)
    expect(await mailHeads(desk.system)).toBe(0)
  })
})
