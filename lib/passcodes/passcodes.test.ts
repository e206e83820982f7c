import { eq, sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { type Role, roles } from '../access/permissions'
import { auditEvents } from '../db/schema/audit'
import { instructions } from '../db/schema/instructions'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import type { TestDesk } from '../testing/open-desk'
import { openHotel, type TestHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { cancelPasscode } from './cancel-passcode'
import { closeUnaccountedCode } from './close-unaccounted-code'
import type { PasscodeDetail } from './contract'
import { noteUnaccountedCode } from './note-unaccounted-code'
import { findNewestAttempt, getPasscode, listLivePasscodes } from './queries'
import { replacePasscode } from './replace-passcode'
import { setUpPasscode } from './set-up-passcode'
import { showPasscode } from './show-passcode'
import { sweepCancels } from './sweep-cancels'
import { useUnfitPasscode } from './use-unfit-passcode'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function openForTest(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  return hotel
}

const asked = (lockId: Id<'lock'>, change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  lockId,
  guestName: 'Ada Byron',
  from: { date: '2026-06-10', time: '13:00' },
  until: { date: '2026-06-12', time: '11:30' },
  ...change,
})

const stateOf = (hotel: TestHotel, ctx: DeskContext, id: Id<'passcode'>, state: PasscodeDetail['state']) =>
  hotel.until(
    () => getPasscode(ctx, id),
    (code) => code.state === state,
  )

const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  )
  return isDeskError(error) ? error.code : error
}

const seenBy = (desk: TestDesk, call: string) => desk.emulator.control.requests.list({ call }).length

describe.each(await homesUnderTest())('codes on %s', (kind) => {
  test('a code goes from the press to the door and back: sending, waiting, works now, cancelled with the door’s proof', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    desk.emulator.control.codes.next({ digits: '482917' })
    const { passcodeId } = await setUpPasscode(ctx, asked(lockId))
    const live = await stateOf(hotel, ctx, passcodeId, 'works-now')
    expect(live).toMatchObject({ guestName: 'Ada Byron', doorLabel: '204' })
    expect((await showPasscode(ctx, { passcodeId, use: 'on-screen' })).digits).toBe('482917')
    expect(desk.emulator.control.locks.typeCode('MJ000204', '482917')).toMatchObject({ opened: true })

    await cancelPasscode(desk.as('front-desk'), { pressKey: newId('request'), passcodeId })
    expect((await getPasscode(ctx, passcodeId)).state).toBe('cancelling')
    const gone = await stateOf(hotel, ctx, passcodeId, 'cancelled')
    expect(gone.cancels.confirmedAt).not.toBeNull()
    expect(desk.emulator.control.locks.typeCode('MJ000204', '482917')).toMatchObject({ opened: false })
    expect(await listLivePasscodes(ctx, lockId)).toEqual([])
  })

  test('the same press twice is one code and one request (I2)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    const input = asked(lockId)
    const [first, second] = await Promise.all([setUpPasscode(ctx, input), setUpPasscode(ctx, input)])
    expect(second).toEqual(first)
    await desk.settled()
    expect(seenBy(desk, 'set-passcode')).toBe(1)
    const { rows } = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from stays`)
    expect(rows[0]?.n).toBe(1)
  })

  test('two clerks with the dialog open: the second is told of the first before anything is asked for (I27)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const briefAt = desk.as('front-desk').now
    await desk.clock.advance(20_000)
    const [one, other] = [asked(lockId, { briefAt }), asked(lockId, { briefAt, guestName: 'Grace Hopper' })]
    const both = await Promise.allSettled([
      setUpPasscode(desk.as('front-desk'), one),
      setUpPasscode(desk.as('manager'), other),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const late = both.findIndex(({ status }) => status === 'rejected')
    expect(await codeOf(Promise.reject((both[late] as PromiseRejectedResult).reason))).toBe('warnings-not-seen')
    await desk.settled()
    expect(seenBy(desk, 'set-passcode')).toBe(1)
    await desk.clock.advance(5_000)
    const again = desk.as(late === 0 ? 'front-desk' : 'manager')
    await setUpPasscode(again, { ...[one, other][late]!, briefAt: again.now })
    await desk.settled()
    expect(seenBy(desk, 'set-passcode')).toBe(2)
    expect((await listLivePasscodes(desk.as('manager'), lockId)).map(({ guestName }) => guestName).toSorted()).toEqual([
      'Ada Byron',
      'Grace Hopper',
    ])
  })

  test('New code and Extend too: who has the dialog open is told of what another asked for at the door meanwhile (I27)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const { passcodeId } = await setUpPasscode(desk.as('front-desk'), asked(lockId))
    await desk.settled()
    await desk.clock.advance(20_000)
    const briefAt = desk.as('front-desk').now
    await desk.clock.advance(20_000)
    await setUpPasscode(desk.as('manager'), asked(lockId, { guestName: 'Grace Hopper' }))
    await desk.settled()
    const replace = { pressKey: newId('request'), passcodeId, oldEnds: 'when-on-door' as const }
    for (const until of [undefined, asked(lockId).until]) {
      const mine = replacePasscode(desk.as('front-desk'), { ...replace, ...(until && { until }), briefAt })
      expect(await codeOf(mine)).toBe('warnings-not-seen')
    }
    await desk.settled()
    expect(seenBy(desk, 'set-passcode')).toBe(2)
    await desk.clock.advance(5_000)
    const pressed = await replacePasscode(desk.as('front-desk'), { ...replace, briefAt: desk.as('front-desk').now })
    // The same press again is the same code, whatever was read since (I2).
    expect(await replacePasscode(desk.as('front-desk'), { ...replace, briefAt })).toEqual(pressed)
    await desk.settled()
    expect(seenBy(desk, 'set-passcode')).toBe(3)
  })

  test('what I asked for myself, another door’s code, and a press that failed stop nobody (I27)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId, poolId } = hotel
    const briefAt = desk.as('front-desk').now
    await desk.clock.advance(20_000)
    await setUpPasscode(desk.as('manager'), asked(poolId))
    await desk.settled()
    desk.emulator.control.wrongAnswers.order({ kind: 'ack-nonzero', call: 'set-passcode' })
    await setUpPasscode(desk.as('manager'), asked(lockId))
    await desk.settled()
    await setUpPasscode(desk.as('front-desk'), asked(lockId, { briefAt }))
    await desk.settled()
    await setUpPasscode(desk.as('front-desk'), asked(lockId, { briefAt }))
    await desk.settled()
    expect(await listLivePasscodes(desk.as('manager'), lockId)).toHaveLength(2)
  })

  test('a weak code is cancelled and another asked for, and only the good one is handed out (rule 3)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    desk.emulator.control.codes.next({ digits: '123456' })
    desk.emulator.control.codes.next({ digits: '905172' })
    const { passcodeId } = await setUpPasscode(ctx, asked(lockId))
    expect(await stateOf(hotel, ctx, passcodeId, 'cancelled')).toMatchObject({ unfit: 'weak' })
    const good = await findNewestAttempt(ctx, passcodeId)
    expect(good).toMatchObject({ attempt: 2, unfit: null, insteadOfId: passcodeId })
    await stateOf(hotel, ctx, good!.id, 'works-now')
    expect((await showPasscode(ctx, { passcodeId: good!.id, use: 'on-screen' })).digits).toBe('905172')
    expect(desk.emulator.control.locks.typeCode('MJ000204', '123456')).toMatchObject({ opened: false })
    expect(await codeOf(showPasscode(ctx, { passcodeId, use: 'on-screen' }))).toBe('code-not-shown')
  })

  test('weak digits are not shown even before the check of them has run (rule 3)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    desk.emulator.control.codes.next({ digits: '111111' })
    const { passcodeId } = await setUpPasscode(ctx, asked(lockId))
    await desk.settled()
    expect(await codeOf(showPasscode(ctx, { passcodeId, use: 'on-screen' }))).toBe('code-not-shown')
  })

  test('after the last try a weak code stays for a person to use with a reason, and nothing more is asked for (rule 3)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    for (const digits of ['111111', '222222', '333333', '444444']) desk.emulator.control.codes.next({ digits })
    const { passcodeId } = await setUpPasscode(ctx, asked(lockId))
    const last = await hotel.until(
      () => findNewestAttempt(ctx, passcodeId),
      (code) => code?.attempt === 4 && code.state === 'works-now' && code.unfit === 'weak',
    )
    expect(seenBy(desk, 'set-passcode')).toBe(4)
    expect(await codeOf(useUnfitPasscode(ctx, { passcodeId: last!.id, reason: 'no such reason' }))).toBe(
      'invalid-input',
    )
    await useUnfitPasscode(ctx, { passcodeId: last!.id, reason: ctx.property.reasons[0]! })
    expect((await showPasscode(ctx, { passcodeId: last!.id, use: 'on-screen' })).digits).toBe('444444')
  })

  test('digits that are live for another guest are never cancelled: not handed out, another asked for (rule 3, I28)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    desk.emulator.control.codes.next({ digits: '482917' })
    const first = await setUpPasscode(ctx, asked(lockId))
    await stateOf(hotel, ctx, first.passcodeId, 'works-now')
    desk.emulator.control.codes.next({ digits: '482917' })
    desk.emulator.control.codes.next({ digits: '605318' })
    const second = await setUpPasscode(desk.as('front-desk'), asked(lockId, { guestName: 'Grace Hopper' }))
    const other = await hotel.until(
      () => findNewestAttempt(ctx, second.passcodeId),
      (code) => code?.attempt === 2 && code.state === 'works-now',
    )
    expect(await getPasscode(ctx, second.passcodeId)).toMatchObject({ unfit: 'duplicate', cancelWantedAt: null })
    expect(await codeOf(cancelPasscode(ctx, { pressKey: newId('request'), passcodeId: second.passcodeId }))).toBe(
      'digits-live-for-another',
    )
    expect(seenBy(desk, 'cancel-passcode')).toBe(0)
    expect((await showPasscode(ctx, { passcodeId: other!.id, use: 'on-screen' })).digits).toBe('605318')
    expect(desk.emulator.control.locks.typeCode('MJ000204', '482917')).toMatchObject({ opened: true })
  })

  test('a code of another day: the desk sees what it issued within the hour, a manager any, signed in again', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const clerk = desk.as('front-desk')
    const window = { from: { date: '2026-06-20', time: '15:00' }, until: { date: '2026-06-22', time: '11:00' } }
    const { passcodeId, instructionId } = await setUpPasscode(clerk, asked(lockId, window))
    await stateOf(hotel, clerk, passcodeId, 'on-door')
    const show = (ctx: DeskContext) => codeOf(showPasscode(ctx, { passcodeId, use: 'on-screen' }))
    expect(await show(clerk)).toBeNull()
    const { db, now } = desk.system
    await db
      .update(instructions)
      .set({ intendedAt: now - 3_600_000 })
      .where(eq(instructions.id, instructionId))
    expect(await show(desk.as('front-desk'))).toBe('not-allowed')
    expect(await show(desk.as('manager', { provedMsAgo: 301_000 }))).toBe('sign-in-again')
    expect(await show(desk.as('manager'))).toBeNull()
    const seen = await db.select().from(auditEvents).where(eq(auditEvents.event, 'passcode.shown'))
    expect(seen.map(({ personId }) => personId).toSorted()).toEqual(
      [desk.people['front-desk'].personId, desk.people.manager.personId].toSorted(),
    )
  })

  test('a lost answer is a possible unknown code until it is closed, and is never asked for again (I3, I4)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    desk.emulator.control.wrongAnswers.order({ kind: 'reset-after', call: 'set-passcode' })
    const { passcodeId } = await setUpPasscode(ctx, asked(lockId))
    await stateOf(hotel, ctx, passcodeId, 'no-answer')
    expect((await listLivePasscodes(ctx, lockId)).map((code) => code.id)).toEqual([passcodeId])
    expect(seenBy(desk, 'set-passcode')).toBe(1)
    // The desk notes, a manager closes with a reason of the list; only *Other* is typed (rule 9).
    const manager = desk.as('manager')
    await noteUnaccountedCode(ctx, { passcodeId, note: 'Ada Byron has another code now' })
    await noteUnaccountedCode(ctx, { passcodeId, note: ' Ada Byron has another code now ' })
    expect((await getPasscode(ctx, passcodeId)).caseNote).toBe('Ada Byron has another code now')
    expect((await getPasscode(desk.as('auditor'), passcodeId)).caseNote).toBeNull()
    expect(await codeOf(noteUnaccountedCode(desk.as('auditor'), { passcodeId, note: 'x' }))).toBe('not-allowed')
    expect(await codeOf(noteUnaccountedCode(desk.elsewhere('manager'), { passcodeId, note: 'x' }))).toBe('not-found')
    expect(await codeOf(closeUnaccountedCode(ctx, { passcodeId, reason: 'code-fails' }))).toBe('not-allowed')
    for (const [reason, code] of [
      ['', 'invalid-input'],
      ['because', 'invalid-input'],
      ['other', 'reason-needed'],
    ] as const)
      expect(await codeOf(closeUnaccountedCode(manager, { passcodeId, reason }))).toBe(code)
    await closeUnaccountedCode(manager, { passcodeId, reason: 'other', reasonNote: 'lock was reset' })
    expect(await getPasscode(ctx, passcodeId)).toMatchObject({
      state: 'closed',
      closedReason: 'other',
      closedNote: 'lock was reset',
    })
    expect(await codeOf(noteUnaccountedCode(ctx, { passcodeId, note: 'late' }))).toBe('changed-meanwhile')
    const told = await desk.system.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, passcodeId))
      .orderBy(auditEvents.place)
    expect(told.map(({ event, reason }) => [event, reason]).slice(-2)).toEqual([
      ['passcode.noted', null],
      ['passcode.closed', 'other'],
    ])
    expect(JSON.stringify(told)).not.toMatch(/Ada|reset/)
  })

  test('a failed cancel says so and is asked for again until the door confirms (I8)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    const { passcodeId } = await setUpPasscode(ctx, asked(lockId))
    await stateOf(hotel, ctx, passcodeId, 'works-now')
    desk.emulator.control.instructions.nextOutcome(4, { kind: 'cancel-passcode' })
    await cancelPasscode(desk.as('front-desk'), { pressKey: newId('request'), passcodeId })
    await stateOf(hotel, ctx, passcodeId, 'cancel-failed')
    await sweepCancels(desk.system)
    expect(seenBy(desk, 'cancel-passcode')).toBe(1)
    await desk.clock.advance(31_000)
    await sweepCancels(desk.system)
    const gone = await hotel.until(
      () => getPasscode(desk.as('front-desk'), passcodeId),
      (code) => code.state === 'cancelled',
    )
    expect(gone.cancels.tries).toBe(2)
  })

  test('a code that is cancelled before the door took it is cancelled after the door took it', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    desk.emulator.control.instructions.nextOutcome('stay-3', { kind: 'set-passcode' })
    const { passcodeId } = await setUpPasscode(ctx, asked(lockId))
    await hotel.until(
      () => getPasscode(ctx, passcodeId),
      (code) => code.instructions[0]?.status === 3,
    )
    expect(await cancelPasscode(ctx, { pressKey: newId('request'), passcodeId })).toEqual({
      asked: 'waits-for-the-door',
    })
    expect((await getPasscode(ctx, passcodeId)).state).toBe('cancelling')
    expect(seenBy(desk, 'cancel-passcode')).toBe(0)
    desk.emulator.control.instructions.releaseAll()
    await stateOf(hotel, ctx, passcodeId, 'cancelled')
  })

  test('a new code keeps the old one until it is on the door itself, then the old one goes (rule 4)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    const first = await setUpPasscode(ctx, asked(lockId))
    await stateOf(hotel, ctx, first.passcodeId, 'works-now')
    desk.emulator.control.instructions.nextOutcome('stay-5', { kind: 'set-passcode' })
    const second = await replacePasscode(desk.as('front-desk'), {
      pressKey: newId('request'),
      passcodeId: first.passcodeId,
      oldEnds: 'when-on-door',
      until: { date: '2026-06-13', time: '11:30' },
    })
    await hotel.until(
      () => getPasscode(ctx, second.passcodeId),
      (code) => code.instructions[0]?.status === 5,
    )
    expect((await getPasscode(ctx, first.passcodeId)).state).toBe('works-now')
    desk.emulator.control.instructions.releaseAll()
    await stateOf(hotel, ctx, second.passcodeId, 'works-now')
    await stateOf(hotel, ctx, first.passcodeId, 'cancelled')
  })

  test('a new code whose door fails leaves the old one alone (rule 4)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    const first = await setUpPasscode(ctx, asked(lockId))
    await stateOf(hotel, ctx, first.passcodeId, 'works-now')
    desk.emulator.control.instructions.nextOutcome(2, { kind: 'set-passcode' })
    const second = await replacePasscode(desk.as('front-desk'), {
      pressKey: newId('request'),
      passcodeId: first.passcodeId,
      oldEnds: 'when-on-door',
    })
    await stateOf(hotel, ctx, second.passcodeId, 'failed')
    expect((await getPasscode(ctx, first.passcodeId)).state).toBe('works-now')
    expect(seenBy(desk, 'cancel-passcode')).toBe(0)
  })

  test('windows that end before they begin, have ended, or last over 30 days are refused in words', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const ctx = desk.as('front-desk')
    const ended = { from: { date: '2026-06-01', time: '13:00' }, until: { date: '2026-06-02', time: '11:00' } }
    const long = { until: { date: '2026-08-12', time: '11:00' } }
    expect(await codeOf(setUpPasscode(ctx, asked(lockId, ended)))).toBe('window-ended')
    expect(await codeOf(setUpPasscode(ctx, asked(lockId, { until: { date: '2026-06-10', time: '12:00' } })))).toBe(
      'window-reversed',
    )
    expect(await codeOf(setUpPasscode(ctx, asked(lockId, long)))).toBe('not-allowed')
    expect(await codeOf(setUpPasscode(ctx, asked(lockId, { guestName: '' })))).toBe('not-allowed')
    expect(await codeOf(setUpPasscode(desk.as('manager', { provedMsAgo: 400_000 }), asked(lockId, long)))).toBe(
      'sign-in-again',
    )
    expect(await codeOf(setUpPasscode(desk.as('manager'), asked(lockId, long)))).toBe('reason-needed')
    expect(await codeOf(setUpPasscode(ctx, asked(newId('lock'))))).toBe('not-found')
    expect(seenBy(desk, 'set-passcode')).toBe(0)
  })

  test('only the roles of the table may, and another property’s code is not found (I29)', async () => {
    const hotel = await openForTest(kind)
    const { desk, lockId } = hotel
    const { passcodeId } = await setUpPasscode(desk.as('front-desk'), asked(lockId))
    await desk.settled()
    const may: Record<Role, boolean> = {
      'front-desk': true,
      manager: true,
      housekeeping: false,
      maintenance: false,
      administrator: false,
      auditor: false,
    }
    for (const role of roles) {
      const shown = await codeOf(showPasscode(desk.as(role), { passcodeId, use: 'on-screen' }))
      expect([role, shown === 'not-allowed']).toEqual([role, !may[role]])
      expect([role, (await codeOf(setUpPasscode(desk.as(role), asked(newId('lock'))))) === 'not-allowed']).toEqual([
        role,
        !may[role],
      ])
    }
    expect(await codeOf(getPasscode(desk.elsewhere('manager'), passcodeId))).toBe('not-found')
    expect(await codeOf(cancelPasscode(desk.elsewhere('manager'), { pressKey: newId('request'), passcodeId }))).toBe(
      'not-found',
    )
    const auditor = await getPasscode(desk.as('auditor'), passcodeId)
    expect(auditor.guestName).toMatch(/^G-[0-9A-Z]{6}$/)
  })
})
