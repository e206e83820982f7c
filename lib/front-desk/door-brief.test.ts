import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isDeskError } from '../errors/desk-error'
import { issueGuestKey } from '../guest-keys/issue-guest-key'
import { type Id, newId } from '../ids/ids'
import { getInstruction } from '../instructions/queries'
import { changeProperty } from '../properties/change-property'
import { openHotel, type TestHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { unlockDoor } from '../unlocks/unlock-door'
import { getDoorBrief } from './get-door-brief'

describe.each(await homesUnderTest())('what is known of a door before a press, on %s', (kind) => {
  let hotel: TestHotel
  beforeAll(async () => {
    hotel = await openHotel(kind)
    hotel.desk.reload(await changeProperty(hotel.desk.system, { mobileKeysOn: true }))
    await hotel.sample()
  })
  afterAll(() => hotel.close())

  test('names gateways with signal, contact and ages, and does not call a room without codes vacant', async () => {
    const { desk, lockId, poolId } = hotel
    const brief = await getDoorBrief(desk.as('front-desk'), lockId)
    expect(brief).toMatchObject({
      now: desk.clock.now(),
      door: { label: '204', common: false, reach: 'reachable' },
      noContactSinceAt: null,
      occupancy: 'unknown',
      justPressed: null,
      usualUnlockMs: null,
      mobileKeysOn: true,
      timeZone: 'Europe/Berlin',
    })
    expect(brief.hearing).toMatchObject([{ gatewayName: 'GW000002', contact: { kind: 'in-contact' } }])
    expect(brief.hearing[0]?.heartbeatAgeMs).toBeGreaterThanOrEqual(0)
    expect((await getDoorBrief(desk.as('front-desk'), poolId)).occupancy).toBe('common')
  })

  test('tells who is inside and what else opens the door, to each role only what it may see', async () => {
    const { desk, lockId } = hotel
    await issueGuestKey(desk.as('front-desk'), {
      pressKey: newId('request'),
      lockId,
      guestName: 'Ada Byron',
      from: { date: '2026-06-10', time: '13:00' },
      until: { date: '2026-06-12', time: '11:30' },
      knowsItCannotBeRecalled: true,
    })
    await desk.settled()
    const of = async (role: Parameters<typeof desk.as>[0]) => getDoorBrief(desk.as(role), lockId)
    const endsAt = Date.UTC(2026, 5, 12, 9, 30)
    expect(await of('front-desk')).toMatchObject({
      occupancy: 'occupied',
      guests: [{ guestName: 'Ada Byron', endsAt }],
      openers: [{ kind: 'mobile-key', why: 'cannot-be-recalled', guestName: 'Ada Byron', endsAt }],
      may: { unlock: true, issueGuestKey: true, issueLong: false },
    })
    expect(await of('housekeeping')).toMatchObject({
      occupancy: 'occupied',
      guests: null,
      openers: null,
      may: { unlock: false, issueGuestKey: false },
      whoUnlocks: ['front-desk', 'manager'],
    })
    expect(await of('auditor')).toMatchObject({
      occupancy: null,
      guests: null,
      openers: [{ guestName: expect.stringMatching(/^G-/) }],
    })
    expect(JSON.stringify([await of('housekeeping'), await of('auditor'), await of('administrator')])).not.toContain(
      'Ada',
    )
  })

  test('tells of an unlock of the last ten seconds, by whomever (I27)', async () => {
    const { desk, poolId } = hotel
    const { instructionId } = await unlockDoor(desk.as('maintenance'), {
      pressKey: newId('request'),
      lockId: poolId,
      reason: 'maintenance',
    })
    expect((await getDoorBrief(desk.as('front-desk'), poolId)).justPressed).toMatchObject({
      id: instructionId,
      actorLabel: desk.people.maintenance.name,
    })
    const done = await hotel.until(
      () => getInstruction(desk.as('front-desk'), instructionId),
      ({ settledAt }) => settledAt !== null,
    )
    desk.clock.jump(Math.max(0, done.intendedAt + 10_001 - desk.clock.now()))
    expect((await getDoorBrief(desk.as('front-desk'), poolId)).justPressed).toBeNull()
  })

  test('tells of an older unlock for as long as it is under way or may have worked (I3, I5)', async () => {
    const { desk, poolId } = hotel
    desk.emulator.control.instructions.nextOutcome('stay-5', { lockName: 'UL000005' })
    const { instructionId } = await unlockDoor(desk.as('maintenance'), {
      pressKey: newId('request'),
      lockId: poolId,
      reason: 'maintenance',
    })
    await desk.settled()
    desk.clock.jump(120_000)
    const told = async () => (await getDoorBrief(desk.as('front-desk'), poolId)).justPressed?.id
    expect(await told()).toBe(instructionId)
    desk.emulator.control.instructions.settleAll(1, { lockName: 'UL000005' })
    await hotel.until(
      () => getInstruction(desk.as('front-desk'), instructionId),
      ({ settledAt }) => settledAt !== null,
    )
    expect(await told()).toBeUndefined()
  })

  test('housekeeping may unlock a common door only where the property switched it on', async () => {
    const { desk, poolId } = hotel
    const may = async () => (await getDoorBrief(desk.as('housekeeping'), poolId)).may.unlock
    expect(await may()).toBe(false)
    desk.reload(await changeProperty(desk.system, { housekeepingUnlocks: true }))
    expect(await may()).toBe(true)
  })

  test('another property’s door is not found (I29)', async () => {
    const { desk, lockId } = hotel
    for (const [ctx, id] of [
      [desk.elsewhere('manager'), lockId],
      [desk.as('manager'), newId('lock') as Id<'lock'>],
    ] as const) {
      const error = await getDoorBrief(ctx, id).catch((reason: unknown) => reason)
      expect(isDeskError(error) && error.code).toBe('not-found')
    }
  })

  test('says since when nothing would reach it once its gateways lost contact', async () => {
    const { desk, lockId, sample } = hotel
    desk.emulator.control.gateways.setContact('GW000002', false)
    desk.emulator.control.clock.advance(6 * 60_000)
    await desk.clock.advance(6 * 60_000)
    await sample()
    const brief = await getDoorBrief(desk.as('front-desk'), lockId)
    expect(brief.door.reach).toBe('no-contact')
    expect(brief.noContactSinceAt).toBeLessThanOrEqual(desk.clock.now() - 5 * 60_000)
  })
})
