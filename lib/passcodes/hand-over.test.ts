import { eq, sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { stays } from '../db/schema/stays'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { openHotel, type TestHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { minuteMs } from '../time/clock'
import type { PasscodeState } from './contract'
import { getPasscode } from './queries'
import { replacePasscode } from './replace-passcode'
import { setUpPasscode } from './set-up-passcode'
import { useUnfitPasscode } from './use-unfit-passcode'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function openForTest(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  // A context of the moment at each use: what was asked for later is later.
  return {
    ...hotel,
    control: hotel.desk.emulator.control,
    get ctx() {
      return hotel.desk.as('manager')
    },
  }
}

const codeFor = async (hotel: TestHotel, ctx: DeskContext, guestName = 'Ada Byron') =>
  (
    await setUpPasscode(ctx, {
      pressKey: newId('request'),
      lockId: hotel.lockId,
      guestName,
      from: { date: '2026-06-10', time: '13:00' },
      until: { date: '2026-06-12', time: '11:30' },
    })
  ).passcodeId

const newCode = (passcodeId: Id<'passcode'>, change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  passcodeId,
  oldEnds: 'when-on-door' as const,
  ...change,
})

const reaches = (hotel: TestHotel, ctx: DeskContext, id: Id<'passcode'>, state: PasscodeState) =>
  hotel.until(
    () => getPasscode(ctx, id),
    (code) => code.state === state,
  )

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error.code : error),
  )

const eventsAbout = async (ctx: DeskContext, event: string, id: Id<'passcode'>): Promise<number> => {
  const { rows } = await ctx.db.execute<{ n: number }>(
    sql`select count(*)::int as n from audit_events where event = ${event} and subject_id = ${id}`,
  )
  return rows[0]?.n ?? 0
}

describe.each(await homesUnderTest())('rule 4 on %s', (kind) => {
  test('a code that its successor overtakes goes as soon as the door has taken it: each event is followed up once', async () => {
    const hotel = await openForTest(kind)
    const { desk, control } = hotel
    control.instructions.nextOutcome('stay-3', { kind: 'set-passcode' })
    const old = await codeFor(hotel, hotel.ctx)
    await reaches(hotel, hotel.ctx, old, 'waiting-door')
    // After ten minutes it is asked about once a minute only; its successor is asked about at once.
    await desk.clock.advance(11 * minuteMs)
    const { passcodeId } = await replacePasscode(hotel.ctx, newCode(old))
    await reaches(hotel, hotel.ctx, passcodeId, 'waiting-door')
    control.instructions.releaseAll()
    await reaches(hotel, hotel.ctx, passcodeId, 'works-now')
    // The old one still waits for its turn to be asked about: the wish is on record, with its line.
    await reaches(hotel, hotel.ctx, old, 'cancelling')
    expect(await eventsAbout(hotel.ctx, 'passcode.cancel-wanted', old)).toBe(1)
    await reaches(hotel, hotel.ctx, old, 'cancelled')
    expect((await getPasscode(hotel.ctx, passcodeId)).state).toBe('works-now')
  })

  test('New code and "cancel it now" is refused while the digits serve somebody else (I28), and leaves nothing behind', async () => {
    const hotel = await openForTest(kind)
    const { desk, control } = hotel
    for (const digits of ['482917', '482917', '905172']) control.codes.next({ digits })
    const first = await codeFor(hotel, hotel.ctx)
    await reaches(hotel, hotel.ctx, first, 'works-now')
    const second = await codeFor(hotel, hotel.ctx, 'Grace Hopper')
    await reaches(hotel, hotel.ctx, second, 'works-now')
    const before = control.requests.list({ call: 'set-passcode' }).length
    expect(await refusalOf(replacePasscode(hotel.ctx, newCode(second, { oldEnds: 'now' })))).toBe(
      'digits-live-for-another',
    )
    await desk.settled()
    expect(control.requests.list({ call: 'set-passcode' })).toHaveLength(before)
    expect((await getPasscode(hotel.ctx, second)).state).toBe('works-now')
    expect(control.requests.list({ call: 'cancel-passcode' })).toHaveLength(0)
  })

  test('"cancel it now" leaves its own line, and an earlier wish keeps its time', async () => {
    const hotel = await openForTest(kind)
    const old = await codeFor(hotel, hotel.ctx)
    await reaches(hotel, hotel.ctx, old, 'works-now')
    await replacePasscode(hotel.desk.as('manager'), newCode(old, { oldEnds: 'now' }))
    expect(await eventsAbout(hotel.ctx, 'passcode.cancel-wanted', old)).toBe(1)
    await reaches(hotel, hotel.ctx, old, 'cancelled')
  })

  test('a guest whose code is extended stays longer: the stay ends with the newest code, and never earlier', async () => {
    const hotel = await openForTest(kind)
    const old = await codeFor(hotel, hotel.ctx)
    const { stayId } = await reaches(hotel, hotel.ctx, old, 'works-now')
    const stayEnds = async () => (await hotel.ctx.db.select().from(stays).where(eq(stays.id, stayId!)))[0]!.endsAt
    const { passcodeId } = await replacePasscode(
      hotel.ctx,
      newCode(old, { until: { date: '2026-06-14', time: '11:30' } }),
    )
    expect(await stayEnds()).toBe((await getPasscode(hotel.ctx, passcodeId)).endsAt)
    const longest = await stayEnds()
    await replacePasscode(hotel.ctx, newCode(passcodeId, { until: { date: '2026-06-13', time: '11:30' } }))
    expect(await stayEnds()).toBe(longest)
  })
})

describe.each(await homesUnderTest())('rule 3 on %s', (kind) => {
  test('the same weak digits twice are weak twice: both are cancelled, none counts as another guest’s', async () => {
    const hotel = await openForTest(kind)
    const { control } = hotel
    for (const digits of ['123456', '123456', '905172']) control.codes.next({ digits })
    const first = await codeFor(hotel, hotel.ctx)
    await reaches(hotel, hotel.ctx, first, 'cancelled')
    const { rows } = await hotel.ctx.db.execute<{ id: Id<'passcode'>; unfit: string | null }>(
      sql`select id, unfit from passcodes order by attempt`,
    )
    expect(rows.map(({ unfit }) => unfit)).toEqual(['weak', 'weak', null])
    // The door knows those digits once: the first cancel took them, and the second one has nothing left to take.
    await hotel.until(
      () => getPasscode(hotel.ctx, rows[1]!.id),
      ({ cancels }) => cancels.tries > 0 && !cancels.open,
    )
    expect(control.locks.typeCode('MJ000204', '123456')).toMatchObject({ opened: false })
    expect(control.locks.typeCode('MJ000204', '905172')).toMatchObject({ opened: true })
  })

  test('Use it is for the last try only: before it another code is on its way', async () => {
    const hotel = await openForTest(kind)
    const { control } = hotel
    for (const digits of ['482917', '482917', '905172']) control.codes.next({ digits })
    await reaches(hotel, hotel.ctx, await codeFor(hotel, hotel.ctx), 'works-now')
    const twin = await codeFor(hotel, hotel.ctx, 'Grace Hopper')
    await hotel.until(
      () => getPasscode(hotel.ctx, twin),
      (code) => code.unfit === 'duplicate',
    )
    await hotel.desk.settled()
    expect(
      await refusalOf(useUnfitPasscode(hotel.ctx, { passcodeId: twin, reason: 'other', reasonNote: 'late' })),
    ).toBe('code-not-shown')
  })
})
