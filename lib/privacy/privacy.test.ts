import { eq, sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { noHeads } from '../audit/read-heads'
import { recordAuditEvent } from '../audit/record-audit-event'
import { verifyChains } from '../audit/verify-chain'
import { withTransaction } from '../db/database'
import { auditEvents } from '../db/schema/audit'
import { instructions } from '../db/schema/instructions'
import { passcodes } from '../db/schema/passcodes'
import { privacyRuns } from '../db/schema/privacy'
import { properties } from '../db/schema/properties'
import { sharedKeys } from '../db/schema/shared-keys'
import { sessions } from '../db/schema/staff'
import { stays } from '../db/schema/stays'
import { isDeskError } from '../errors/desk-error'
import { findAnything } from '../front-desk/find-anything'
import { listKeys } from '../front-desk/list-keys'
import { type Id, newId } from '../ids/ids'
import { answerAad, digitsFingerprint } from '../instructions/record-outcome'
import { getPasscode } from '../passcodes/queries'
import { writeCode, writeDoor, writeGuestKey } from '../testing/ledger-rows'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs, hourMs } from '../time/clock'
import { changePrivacy } from './change-privacy'
import { privacyBounds } from './contract'
import { eraseExpired, eraseExpiredOfHouse } from './erase-expired'
import { eraseGuest } from './erase-guest'
import { exportGuest } from './export-guest'
import { findGuestRecords, getPrivacy } from './queries'
import { monthsBefore } from './rules'
import { runPrivacyNow } from './run-now'

let desk: TestDesk
const codeOf = async (work: Promise<unknown>) => {
  try {
    await work
    return 'done'
  } catch (error) {
    if (isDeskError(error)) return error.code
    throw error
  }
}
const db = () => desk.house.home.db
const setOf = async (id: Id<'passcode'>) => {
  const [row] = await db()
    .select({ set: instructions })
    .from(passcodes)
    .innerJoin(instructions, eq(instructions.id, passcodes.setInstructionId))
    .where(eq(passcodes.id, id))
  return row?.set
}

/** A code with digits `482917`, in a window of so many hours from now. */
async function code(
  lockId: Id<'lock'>,
  [from, until]: [number, number],
  row: Parameters<typeof writeCode>[2] extends infer T ? Partial<T> : never = {},
  set: Partial<typeof instructions.$inferInsert> = {},
  cancels: Partial<typeof instructions.$inferInsert>[] = [],
) {
  const now = desk.clock.now()
  const window = { startsAt: now + from * hourMs, endsAt: now + until * hourMs }
  const id = await writeCode(desk.system, lockId, { ...window, ...row }, set, cancels)
  const setId = (await setOf(id))!.id
  await db()
    .update(instructions)
    .set({
      answerSealed: desk.house.sealer.seal('482917', answerAad(setId)),
      answerPrint: digitsFingerprint(desk.system, lockId, '482917'),
      vendorMessage: 'ok',
      reasonNote: 'Ada lost her phone',
    })
    .where(eq(instructions.id, setId))
  return id
}

async function sharedKey(hours: number, phone = '+49 170 1234567') {
  const id = newId('sharedKey')
  const now = desk.clock.now()
  await db()
    .insert(sharedKeys)
    .values({
      id,
      propertyId: desk.property.id,
      deliveryPrint: id,
      callId: 'call',
      lockName: 'MJ000204',
      ownerId: 'owner-7',
      receiverPhone: phone,
      keyCodeSealed: desk.house.sealer.seal('KEY', `shared_keys:${id}:key-code`),
      startsAt: now - 60 * dayMs,
      endsAt: now + hours * hourMs,
      decision: 'accepted',
      decisionReason: 'everything-accepted',
      receivedAt: now,
      lastReceivedAt: now,
      note: 'met at the bar',
    })
  return id
}

describe.each(await homesUnderTest())('privacy on %s', (kind) => {
  afterEach(() => desk.close())

  test('what had its time goes, and nothing that is live or may still be asked for', async () => {
    desk = await openDesk(kind)
    const { system: ctx } = desk
    const lockId = await writeDoor(ctx)
    const month = -31 * 24
    const longGone = await code(lockId, [month - 48, month], { note: 'Ada’s cot' })
    const lately = await code(lockId, [-72, -25], { note: 'quiet room' })
    const justNow = await code(lockId, [-72, -23])
    const live = await code(lockId, [-2, 24])
    const cancelled = await code(lockId, [-72, 24], {}, {}, [{ settledAt: ctx.now - 25 * hourMs }])
    const cancelFailed = await code(lockId, [-72, 24], { cancelWantedAt: ctx.now - 48 * hourMs }, {}, [
      { status: 2, settledAt: ctx.now - 47 * hourMs },
    ])
    // The stay is long over, but a code of it still opens.
    const [longer] = await db().select().from(passcodes).where(eq(passcodes.id, live))
    await db()
      .update(stays)
      .set({ endsAt: ctx.now - 40 * dayMs, startsAt: ctx.now - 41 * dayMs })
      .where(eq(stays.id, longer!.stayId!))

    const run = await eraseExpired(ctx)
    expect(run?.removed).toMatchObject({ guestNames: 1, digits: 3, notes: 2 })
    for (const id of [longGone, lately, cancelled])
      expect(await setOf(id)).toMatchObject({ answerSealed: null, answerPrint: null, answerErasedAt: ctx.now })
    for (const id of [justNow, live, cancelFailed]) {
      const set = await setOf(id)
      expect(desk.house.sealer.unseal(set!.answerSealed!, answerAad(set!.id))).toBe('482917')
    }
    const gone = await getPasscode(desk.as('manager'), longGone)
    expect(gone).toMatchObject({
      guestName: expect.stringMatching(/^G-[0-9A-Z]{6}$/),
      note: null,
      guestErasedAt: ctx.now,
    })
    expect(gone).toMatchObject({ notesErasedAt: ctx.now, digitsErasedAt: ctx.now })
    expect(await getPasscode(desk.as('manager'), live)).toMatchObject({ guestName: 'Ada Byron', guestErasedAt: null })
    expect(await getPasscode(desk.as('manager'), lately)).toMatchObject({ note: 'quiet room', digitsErasedAt: ctx.now })
    // The front desk sees no more of it than before.
    expect(await getPasscode(desk.as('auditor'), longGone)).toMatchObject({ guestName: gone.guestName })

    const found = await findAnything(desk.as('manager'), 'Ada')
    expect(found.filter((row) => row.kind === 'stay')).toHaveLength(5)
    const keys = await listKeys(desk.as('manager'), { text: gone.guestName! }, { limit: 10 })
    expect(keys.rows.map(({ id }) => id)).toEqual([longGone])
    expect((await eraseExpired(desk.system))?.removed).toEqual({})
  })

  test('key codes go at their end, the Lock Server’s words after theirs, whom shared keys were for after theirs', async () => {
    desk = await openDesk(kind)
    const { system: ctx } = desk
    const lockId = await writeDoor(ctx)
    const day = (n: number) => ctx.now - n * dayMs
    const key = (endsAt: number, settledAt: number) =>
      writeGuestKey(
        ctx,
        lockId,
        { startsAt: endsAt - dayMs, endsAt, note: 'for the pool' },
        { answerSealed: 'sealed', vendorMessage: 'ok', settledAt, status: null },
      )
    await key(ctx.now - 1, day(15))
    await key(ctx.now + 1, day(13))
    const [ended, open, old] = [await sharedKey(-1), await sharedKey(1), await sharedKey(-31 * 24)]
    expect((await eraseExpired(ctx))?.removed).toMatchObject({ keyCodes: 3, answers: 1, sharedKeys: 1 })
    const rows = await db().select().from(instructions).orderBy(instructions.settledAt)
    expect(rows.map(({ answerSealed, vendorMessage }) => [answerSealed, vendorMessage])).toEqual([
      [null, null],
      ['sealed', 'ok'],
    ])
    const shared = new Map((await db().select().from(sharedKeys)).map((row) => [row.id, row]))
    expect(shared.get(ended)).toMatchObject({ keyCodeSealed: null, ownerId: 'owner-7', erasedAt: null })
    expect(shared.get(open)?.keyCodeSealed).not.toBeNull()
    expect(shared.get(old)).toMatchObject({ ownerId: null, receiverPhone: null, note: null, erasedAt: ctx.now })
  })

  test('addresses, sign-ins and the activity go by each property’s own limits, and the chains stay whole', async () => {
    desk = await openDesk(kind)
    await db().update(properties).set({ keepSignInsDays: 7 }).where(eq(properties.id, desk.otherProperty.id))
    const tell = (ctx: Parameters<typeof recordAuditEvent>[0] & { db: ReturnType<typeof db> }) =>
      withTransaction(ctx, (tx) => recordAuditEvent(ctx, tx, { event: 'person.signed-in', address: '192.0.2.7' }))
    await tell(desk.as('manager'))
    await tell(desk.elsewhere('manager'))
    await tell(desk.outside('manager'))
    await tell(desk.outside('visitor'))
    await db().update(sessions).set({ address: '192.0.2.7', userAgent: 'Browser', endedAt: desk.clock.now() })
    desk.clock.jump(30 * dayMs)
    const there = { ...desk.elsewhere('manager'), actor: { kind: 'system', part: 'test' } } as const
    await eraseExpired(desk.system)
    expect(await db().$count(auditEvents, sql`address is not null`)).toBe(4)
    expect((await eraseExpired(there))?.removed).toEqual({ addresses: 1, signIns: 6 })
    expect((await eraseExpiredOfHouse(desk.outside('system')))?.removed).toEqual({ addresses: 1 })
    desk.clock.jump(70 * dayMs)
    expect((await eraseExpired(desk.system))?.removed).toEqual({ addresses: 2, signIns: 6 })
    expect((await verifyChains(db(), desk.house.sealer, noHeads)).flatMap(({ faults }) => faults)).toEqual([])
    desk.clock.jump(300 * dayMs)
    expect((await eraseExpired(desk.system))?.removed).toEqual({ activity: 2 })
    expect((await eraseExpiredOfHouse(desk.outside('system')))?.removed).toEqual({ activity: 2 })
    expect((await verifyChains(db(), desk.house.sealer, noHeads)).flatMap(({ faults }) => faults)).toEqual([])
  })

  test('the limits are an administrator’s, within their bounds; a run by hand is told, and one at a time', async () => {
    desk = await openDesk(kind)
    const change = (role: Parameters<TestDesk['as']>[0], provedMsAgo = 0) =>
      codeOf(changePrivacy(desk.as(role, { provedMsAgo }), { keepDigitsHours: 48 }))
    expect(await change('manager')).toBe('not-allowed')
    expect(await change('administrator', dayMs)).toBe('sign-in-again')
    expect(await change('administrator')).toBe('done')
    for (const [name, { min, max }] of Object.entries(privacyBounds))
      for (const value of [min - 1, max + 1, 1.5])
        expect(await codeOf(changePrivacy(desk.as('administrator'), { [name]: value }))).toBe('invalid-input')
    expect(await codeOf(runPrivacyNow(desk.as('manager')))).toBe('not-allowed')
    const runs = await Promise.all([1, 2, 3].map(() => codeOf(runPrivacyNow(desk.as('administrator')))))
    expect(runs).toContain('done')
    const { limits, lastRun } = await getPrivacy(desk.as('manager'))
    expect(limits).toMatchObject({ keepDigitsHours: 48, keepGuestNamesDays: 30 })
    expect(lastRun).toEqual({ at: desk.clock.now(), removed: {} })
    expect(await db().$count(privacyRuns)).toBe(runs.filter((done) => done === 'done').length)
    const [changed] = await db().select().from(auditEvents).where(sql`event like 'privacy.%'`)
    expect(changed).toMatchObject({
      event: 'privacy.changed',
      details: { keepDigitsHours: 48, keepDigitsHoursBefore: 24 },
    })
  })

  test('one guest is exported without digits, and erased while the codes go on; the chain stays whole', async () => {
    desk = await openDesk(kind)
    const { system: ctx } = desk
    const lockId = await writeDoor(ctx)
    const live = await code(lockId, [-2, 24], { note: 'Ada’s cot' })
    const other = await code(lockId, [-2, 24], {
      guestName: 'Ada Lovelace',
      note: 'asked for by Ada Byron',
      caseNote: 'Mrs Byron moved to 205',
    })
    const phone = await sharedKey(24)
    const manager = () => desk.as('manager')
    const [mine, hers] = [await findGuestRecords(manager(), 'byron'), await findGuestRecords(manager(), 'Ada')]
    expect(mine).toMatchObject([{ kind: 'stay', guestName: 'Ada Byron', live: 1 }])
    expect(hers).toHaveLength(2)
    expect(await findGuestRecords(manager(), '0170 1234567')).toEqual([])
    expect(await findGuestRecords(manager(), '+49 (170) 123-4567')).toMatchObject([{ id: phone, receiver: '••• 567' }])
    expect(await findGuestRecords(desk.elsewhere('manager'), 'Ada')).toEqual([])
    expect(await codeOf(findGuestRecords(desk.as('front-desk'), 'Ada'))).toBe('not-allowed')
    expect(await codeOf(findGuestRecords(manager(), { toString: 1 } as never))).toBe('invalid-input')
    const ids = [mine[0]!.id, phone]
    for (const act of [exportGuest, eraseGuest]) {
      expect(await codeOf(act(desk.as('administrator'), { ids }))).toBe('not-allowed')
      expect(await codeOf(act(desk.as('manager', { provedMsAgo: dayMs }), { ids }))).toBe('sign-in-again')
      expect(await codeOf(act(desk.elsewhere('manager'), { ids }))).toBe('not-found')
      expect(await codeOf(act(manager(), { ids: ['x'] }))).toBe('invalid-input')
    }
    const { json } = await exportGuest(manager(), { ids })
    expect(JSON.parse(json)).toMatchObject({
      stays: [{ guestName: 'Ada Byron', codes: [{ id: live, state: 'works-now', note: 'Ada’s cot' }], requests: [{}] }],
      keysFromOtherSystems: [{ receiverPhone: '+49 170 1234567' }],
    })
    const set = (await setOf(live))!
    for (const secret of ['482917', set.answerSealed!, set.answerPrint!, 'sealed', 'Sealed', 'Ada Lovelace'])
      expect(json).not.toContain(secret)

    expect(await eraseGuest(manager(), { ids })).toEqual({ erased: 2, live: 2 })
    expect(await codeOf(eraseGuest(manager(), { ids }))).toBe('not-found')
    expect(await getPasscode(manager(), live)).toMatchObject({
      state: 'works-now',
      guestName: expect.stringMatching(/^G-/),
      guestErasedAt: desk.clock.now(),
      note: null,
    })
    expect((await setOf(live))?.answerSealed).toBe(set.answerSealed)
    // Somebody else's note said her name; that guest's own name stays.
    expect(await getPasscode(manager(), other)).toMatchObject({
      guestName: 'Ada Lovelace',
      note: null,
      caseNote: null,
    })
    expect(await findAnything(manager(), 'Byron')).toEqual([])
    const { rows } = await db().execute(sql`
      select string_agg(t::text, ' ') as everything from (
        select to_jsonb(x) as t from stays x union all select to_jsonb(x) from passcodes x union all select to_jsonb(x) from instructions x
        union all select to_jsonb(x) from shared_keys x union all select to_jsonb(x) from audit_events x) y`)
    expect(String(rows[0]?.everything)).not.toMatch(/Byron|1234567|owner-7|at the bar/)
    expect((await verifyChains(db(), desk.house.sealer, noHeads)).flatMap(({ faults }) => faults)).toEqual([])
    const events = (await db().select().from(auditEvents).where(sql`event like 'guest.%'`)).map(({ event }) => event)
    expect(events.toSorted()).toEqual(['guest.erased', 'guest.erased', 'guest.exported', 'guest.exported'])
  })
})

test('months back end on a day that there is', () => {
  expect(new Date(monthsBefore(Date.UTC(2026, 4, 31), 3)).toISOString()).toBe('2026-02-28T00:00:00.000Z')
  expect(new Date(monthsBefore(Date.UTC(2026, 4, 15, 12), 12)).toISOString()).toBe('2025-05-15T12:00:00.000Z')
})
