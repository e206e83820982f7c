import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { sharedKeys } from '../db/schema/shared-keys'
import { stays } from '../db/schema/stays'
import { isDeskError } from '../errors/desk-error'
import { getGuestKey, listLiveGuestKeys } from '../guest-keys/queries'
import { type Id, newId } from '../ids/ids'
import { dismissInstruction } from '../instructions/dismiss-instruction'
import { listInstructions, listLockHistory } from '../instructions/queries'
import { digitsFingerprint } from '../instructions/record-outcome'
import { findNewestAttempt, getPasscode, listLaterPasscodes, listLivePasscodes } from '../passcodes/queries'
import { renameDoor, writeCode, writeDoor, writeGuestKey, writeInstruction } from '../testing/ledger-rows'
import { openDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { minuteMs } from '../time/clock'
import { listOccupied } from '../unlocks/queries'
import { findAnything } from './find-anything'
import { getDoorBrief } from './get-door-brief'
import { listDoorKeys } from './list-door-keys'
import { listDoorOpeners } from './list-door-openers'
import { listKeys } from './list-keys'
import { listToDo } from './list-to-do'
import { listToday } from './list-today'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function deskForTest(kind: Parameters<typeof openDesk>[0]) {
  const desk = await openDesk(kind)
  open.push(desk)
  return desk
}

const hour = 60 * minuteMs
const day = 24 * hour
const around = (ctx: DeskContext) => ({ startsAt: ctx.now - hour, endsAt: ctx.now + day })
const doorsIn = async (rows: Promise<readonly { doorLabel: string }[]>) =>
  (await rows).map(({ doorLabel }) => doorLabel)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error.code : error),
  )

describe.each(await homesUnderTest())('guests and doors on %s', (kind) => {
  test('what is live goes by the door’s name of today, what is over by the name of its time (rule 10)', async () => {
    const desk = await deskForTest(kind)
    const ctx = desk.as('manager')
    const lockId = await writeDoor(ctx)
    const print = { answerPrint: digitsFingerprint(ctx, lockId, '482917') }
    const live = await writeCode(ctx, lockId, around(ctx), print)
    const over = await writeCode(ctx, lockId, { startsAt: ctx.now - day, endsAt: ctx.now - hour })
    const key = await writeGuestKey(ctx, lockId, around(ctx))
    await writeCode(ctx, lockId, around(ctx), { outcome: 'unknown', status: null })
    await writeInstruction(ctx, lockId, { kind: 'unlock', outcome: 'unknown', status: null, settledAt: null })
    await renameDoor(ctx, lockId, '305')

    expect(await doorsIn(listLivePasscodes(ctx, lockId))).toEqual(['305', '305'])
    expect(await doorsIn(listLiveGuestKeys(ctx, lockId))).toEqual(['305'])
    expect((await getGuestKey(ctx, key)).doorLabel).toBe('305')
    expect((await getPasscode(ctx, live)).doorLabel).toBe('305')
    expect((await getPasscode(ctx, over)).doorLabel).toBe('204')
    const found = await listKeys(ctx, { text: '305' }, { limit: 10 })
    expect(found.rows.map(({ doorLabel }) => doorLabel)).toEqual(['305', '305', '305'])
    const old = await listKeys(ctx, { text: '204', state: 'ended' }, { limit: 10 })
    expect(old.rows.map(({ id }) => id)).toEqual([over])
    expect(await doorsIn(listToDo(ctx))).toEqual(['305', '305'])
    expect((await findAnything(ctx, '482917'))[0]).toMatchObject({ kind: 'code', id: live, title: '305' })
    expect((await getPasscode(ctx, live)).instructions[0]?.doorLabel).toBe('204')
  })

  test('the front desk sees guests to come and of the last seven days, a manager all, a log reader pseudonyms; nothing else is found by name', async () => {
    const desk = await deskForTest(kind)
    const clerk = desk.as('front-desk')
    const lockId = await writeDoor(clerk)
    const past = { startsAt: clerk.now - 20 * day, note: 'late again' }
    const gone = { ...past, endsAt: clerk.now - 7 * day - minuteMs, guestName: 'Grace Hopper', closedNote: 'asked her' }
    const lately = { ...past, endsAt: clerk.now - 7 * day + minuteMs, closedNote: 'asked her' }
    const [oldCode, newCode] = [await writeCode(clerk, lockId, gone), await writeCode(clerk, lockId, lately)]
    const { closedNote: _, ...goneKey } = gone
    const oldKey = await writeGuestKey(clerk, lockId, goneKey)
    const newKey = await writeGuestKey(clerk, lockId, { ...past, endsAt: lately.endsAt })

    const told = async (ctx: DeskContext) => {
      const keys = await listKeys(ctx, {}, { limit: 10 })
      const views = [
        await getPasscode(ctx, oldCode),
        await getGuestKey(ctx, oldKey),
        await getPasscode(ctx, newCode),
        await getGuestKey(ctx, newKey),
      ]
      const named = new Map(keys.rows.map(({ id, guestName }) => [id as string, guestName]))
      expect(views.map(({ id, guestName }) => [id, guestName])).toEqual(views.map(({ id }) => [id, named.get(id)]))
      const seen = views.map(({ guestName }) => guestName !== null && !guestName.startsWith('G-'))
      expect(views.map(({ note }) => note !== null)).toEqual(seen)
      const closed = [views[0], views[2]] as { closedNote: string | null }[]
      expect(closed.map(({ closedNote }) => closedNote !== null)).toEqual([seen[0], seen[2]])
      return views.map(({ guestName }) => guestName)
    }
    expect(await told(clerk)).toEqual([null, null, 'Ada Byron', 'Ada Byron'])
    expect(await told(desk.as('manager'))).toEqual(['Grace Hopper', 'Grace Hopper', 'Ada Byron', 'Ada Byron'])
    const reader = desk.as('auditor')
    const coded = await told(reader)
    expect(new Set(coded).size).toBe(4)
    expect(coded).toEqual(coded.map(() => expect.stringMatching(/^G-[0-9A-Z]{6}$/)))
    const all = JSON.stringify([await getPasscode(reader, newCode), await listLivePasscodes(reader, lockId)])
    expect(all).not.toMatch(/Byron|Hopper|late again|asked her/)

    const foundBy = async (ctx: DeskContext, text: string) => [
      (await listKeys(ctx, { text }, { limit: 10 })).rows.length,
      (await findAnything(ctx, text)).length,
    ]
    expect(await foundBy(clerk, 'hopper')).toEqual([0, 0])
    expect(await foundBy(clerk, 'byron')).toEqual([2, 2])
    expect(await foundBy(desk.as('manager'), 'hopper')).toEqual([2, 2])
    expect(await foundBy(reader, 'byron')).toEqual([0, 0])
    expect(await foundBy(reader, coded[0]!.toLowerCase())).toEqual([1, 1])
    expect(await foundBy(clerk, coded[2]!)).toEqual([0, 0])
  })

  test('housekeeping is told which rooms are occupied and of its own requests at a lock; others’ presses only in the brief', async () => {
    const desk = await deskForTest(kind)
    const [clerk, housekeeper] = [desk.as('front-desk'), desk.as('housekeeping')]
    const door = (room: string) => writeDoor(clerk, { name: `MJ000${room}`, room })
    const [taken, free, over] = [await door('204'), await door('205'), await door('206')]
    await writeGuestKey(clerk, taken, around(clerk))
    await writeCode(clerk, over, { startsAt: clerk.now - day, endsAt: clerk.now - hour })
    expect([...(await listOccupied(housekeeper))]).toEqual([taken])
    expect([...(await listOccupied(desk.elsewhere('housekeeping')))]).toEqual([])
    for (const role of ['maintenance', 'administrator', 'auditor'] as const)
      expect(await codeOf(listOccupied(desk.as(role)))).toBe('not-allowed')

    const asked = async (role: 'front-desk' | 'housekeeping' | 'maintenance') =>
      writeInstruction(clerk, free, { kind: 'unlock', personId: desk.people[role].personId })
    const [hers, own, theirs] = [await asked('front-desk'), await asked('housekeeping'), await asked('maintenance')]
    const read = async (role: 'front-desk' | 'housekeeping' | 'maintenance' | 'manager' | 'auditor') =>
      (await listLockHistory(desk.as(role), free, { limit: 10 })).map(({ id }) => id).toSorted()
    expect(await read('housekeeping')).toEqual([own])
    expect(await read('maintenance')).toEqual([theirs])
    for (const role of ['front-desk', 'manager', 'auditor'] as const)
      expect(await read(role)).toEqual([hers, own, theirs].toSorted())
    expect(await codeOf(listLockHistory(desk.as('administrator'), free, { limit: 10 }))).toBe('not-allowed')
    // I27: of a press of the last seconds everybody is told who may press there.
    expect((await getDoorBrief(housekeeper, free)).justPressed).not.toBeNull()
  })

  test('what was typed with a reason may name a guest: it goes to those only who may see them', async () => {
    const desk = await deskForTest(kind)
    const ctx = desk.as('front-desk')
    const lockId = await writeDoor(ctx)
    const note = { reason: 'other', reasonNote: 'Mrs Byron lost her phone' }
    const id = await writeInstruction(ctx, lockId, { kind: 'unlock', ...note })
    const longAgo = await writeInstruction(ctx, lockId, { kind: 'unlock', ...note, intendedAt: ctx.now - 8 * day })
    const code = await writeCode(ctx, lockId, { ...around(ctx), unfit: 'weak', usedAnywayNote: 'Mrs Byron insists' })
    const noteFor = async (reader: DeskContext, of: Id<'instruction'>) =>
      (await listInstructions(reader, [of]))[0]?.reasonNote
    for (const role of ['front-desk', 'manager'] as const) {
      expect(await noteFor(desk.as(role), id)).toBe('Mrs Byron lost her phone')
      expect((await getPasscode(desk.as(role), code)).usedAnywayNote).toBe('Mrs Byron insists')
    }
    for (const role of ['housekeeping', 'maintenance', 'auditor'] as const)
      expect(await noteFor(desk.as(role), id)).toBeNull()
    expect((await getPasscode(desk.as('auditor'), code)).usedAnywayNote).toBeNull()
    expect(await noteFor(ctx, longAgo)).toBeNull()
    expect(await noteFor(desk.as('manager'), longAgo)).toBe('Mrs Byron lost her phone')
  })

  test('who a key of another system is for is told by three digits of the number', async () => {
    const desk = await deskForTest(kind)
    const ctx = desk.as('front-desk')
    const lockId = await writeDoor(ctx)
    await ctx.db.insert(sharedKeys).values({
      id: newId('sharedKey'),
      propertyId: ctx.property.id,
      deliveryPrint: 'print',
      callId: 'call',
      lockId,
      lockName: 'MJ000204',
      receiverPhone: '+49 170 1234567',
      keyCodeSealed: 'sealed',
      ...around(ctx),
      decision: 'accepted',
      decisionReason: 'known-door',
      receivedAt: ctx.now,
      lastReceivedAt: ctx.now,
    })
    expect((await listDoorOpeners(ctx, lockId)).map(({ guestName }) => guestName)).toEqual(['••• 567'])
    expect((await listDoorOpeners(desk.as('auditor'), lockId)).map(({ guestName }) => guestName)).toEqual([null])

    // On the Desk it counts like any key, and its end is the latest; a code never handed out serves nobody.
    const { endsAt, startsAt } = around(ctx)
    await writeGuestKey(ctx, lockId, { startsAt, endsAt: endsAt - hour })
    await writeCode(ctx, lockId, { startsAt, endsAt: endsAt + hour, unfit: 'duplicate' })
    expect(await listDoorKeys(ctx)).toMatchObject([
      { codes: 1, confirmed: 0, mobileKeys: 1, sharedKeys: 1, untilAt: endsAt },
    ])
  })

  test('an unlock without a last word is told as unconfirmed once nobody follows it, and can be put away (I5)', async () => {
    const desk = await deskForTest(kind)
    const ctx = desk.as('front-desk')
    const lockId = await writeDoor(ctx)
    const followed = { kind: 'unlock', status: 5, settledAt: null, intendedAt: ctx.now - 11 * minuteMs }
    const over = await writeInstruction(ctx, lockId, { ...followed, trackUntilAt: ctx.now })
    const going = await writeInstruction(ctx, lockId, { ...followed, trackUntilAt: ctx.now + minuteMs })
    expect((await listToDo(ctx)).map(({ what, instructionId }) => [what, instructionId])).toEqual([
      ['unconfirmed', over],
      ['waiting', going],
    ])
    await dismissInstruction(ctx, over)
    expect(await codeOf(dismissInstruction(ctx, going))).toBe('still-under-way')
    expect((await listToDo(ctx)).map(({ instructionId }) => instructionId)).toEqual([going])
  })

  test('only what is over is put away: a failure or a late unlock to come is never hidden (I7, I8)', async () => {
    const desk = await deskForTest(kind)
    const ctx = desk.as('front-desk')
    const lockId = await writeDoor(ctx)
    const [sent, none] = [
      { status: null, settledAt: null },
      { outcome: null, outcomeAt: null },
    ]
    const put = async (row: Parameters<typeof writeInstruction>[2]) =>
      codeOf(dismissInstruction(ctx, await writeInstruction(ctx, lockId, { kind: 'unlock', ...sent, ...row })))
    for (const way of [none, { ...none, sendingAt: ctx.now }, {}, { status: 3 }, { status: 5 }])
      expect([way, await put({ trackUntilAt: ctx.now + minuteMs, ...way })]).toEqual([way, 'still-under-way'])
    for (const end of [{ status: 1, settledAt: ctx.now }, { status: 2 }, { status: 4 }, { outcome: 'unknown' }])
      expect([end, await put(end)]).toEqual([end, null])
    for (const outcome of ['rejected', 'not-sent']) expect(await put({ outcome })).toBeNull()
  })

  test('digits are looked up per lock, and only by who may show a code', async () => {
    const desk = await deskForTest(kind)
    const ctx = desk.as('front-desk')
    const lockId = await writeDoor(ctx)
    const otherId = await writeDoor(ctx, { name: 'MJ000305', room: '305' })
    const code = await writeCode(ctx, lockId, around(ctx), { answerPrint: digitsFingerprint(ctx, lockId, '482917') })
    // A print of another lock's digits is no hit, wherever it stands.
    await writeCode(ctx, otherId, around(ctx), { answerPrint: digitsFingerprint(ctx, lockId, '482917') })
    expect((await findAnything(ctx, '482 917')).map(({ id }) => id)).toEqual([code])
    expect((await findAnything(desk.as('manager'), '482917')).map(({ id }) => id)).toEqual([code])
    for (const role of ['auditor', 'maintenance', 'housekeeping', 'administrator'] as const)
      expect(await findAnything(desk.as(role), '482917')).toEqual([])
  })

  test('a walk-in after the end of the hotel day starts today, although the code works from before it (rule 2)', async () => {
    const desk = await deskForTest(kind)
    const walkIn = async (local: string, guestName: string) => {
      const lead = desk.property.walkInLeadMinutes * minuteMs
      const startsAt = Date.parse(`2026-06-10T${local}:00+02:00`) - lead
      const ctx = desk.as('front-desk')
      const lockId = await writeDoor(ctx, { name: guestName, room: guestName })
      await ctx.db.insert(stays).values({
        id: newId('stay'),
        propertyId: ctx.property.id,
        lockId,
        roomLabel: guestName,
        guestName,
        startsAt,
        endsAt: startsAt + day,
        createdAt: ctx.now,
      })
    }
    await walkIn('04:59', 'before')
    await walkIn('05:05', 'after')
    const namesOn = async (at: string) => {
      const { starting } = await listToday({ ...desk.as('front-desk'), now: Date.parse(at) })
      return starting.map(({ guestName }) => guestName)
    }
    expect(await namesOn('2026-06-10T12:00:00+02:00')).toEqual(['after'])
    expect(await namesOn('2026-06-10T04:00:00+02:00')).toEqual(['before'])
  })

  test('codes in place of another are found by index, however many there are', async () => {
    const desk = await deskForTest(kind)
    const ctx = desk.as('manager')
    const lockId = await writeDoor(ctx)
    const first = await writeCode(ctx, lockId, { ...around(ctx), unfit: 'weak' })
    const second = await writeCode(ctx, lockId, { ...around(ctx), insteadOfId: first, attempt: 2 })
    const third = await writeCode(ctx, lockId, { ...around(ctx), replacesId: second })
    expect((await findNewestAttempt(ctx, first))?.id).toBe(second)
    expect((await listLaterPasscodes(ctx, await getPasscode(ctx, second))).map(({ id }) => id)).toEqual([third])
    const plan = (column: 'instead_of_id' | 'replaces_id') =>
      ctx.db.transaction(async (tx) => {
        // Few rows would be read from end to end whatever index there is.
        await tx.execute(sql`set local enable_seqscan to off`)
        const { rows } = await tx.execute(
          sql`explain select id from passcodes where ${sql.identifier(column)} = ${first}`,
        )
        return JSON.stringify(rows)
      })
    expect(await plan('instead_of_id')).toContain('passcodes_instead_of')
    expect(await plan('replaces_id')).toContain('passcodes_replaces')
  })
})
