import { afterEach, describe, expect, test } from 'vitest'
import { type Role, roles } from '../access/permissions'
import { listActivity } from '../audit/queries'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { getInstruction } from '../instructions/queries'
import { findEmergencies } from '../notices/queries'
import { openHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { enterInEmergency } from '../unlocks/enter-in-emergency'
import { explainEntry } from '../unlocks/explain-entry'
import { unlockDoor } from '../unlocks/unlock-door'
import { listToDo } from './list-to-do'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function openSampled(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  await hotel.sample()
  const { desk } = hotel
  const told = async () => (await findEmergencies(desk.as('manager'))).notices
  const sent = () => desk.emulator.control.requests.list({ call: 'remote-unlock' })
  const events = async () => (await listActivity(desk.as('manager'), { filter: { group: 'unlocks' } })).events
  return { ...hotel, told, sent, events }
}
const asked = (lockId: Id<'lock'>, change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  lockId,
  ...change,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error.code : Promise.reject(error)),
  )

describe.each(await homesUnderTest())('emergency entry on %s', (kind) => {
  test('opens any room without reason, tick or fresh sign-in; managers are told with it, the reason is given once afterwards', async () => {
    const { desk, lockId, until, told, events } = await openSampled(kind)
    const clerk = () => desk.as('front-desk', { provedMsAgo: 600_000 })
    const { instructionId } = await enterInEmergency(clerk(), asked(lockId))
    // Told already, whatever becomes of it.
    expect(await told()).toMatchObject([
      { kind: 'emergency-entry', doorLabel: '204', actorLabel: desk.people['front-desk'].name, reason: null },
    ])
    const done = await until(
      () => getInstruction(desk.as('manager'), instructionId),
      (one) => one.settledAt !== null,
    )
    expect(done).toMatchObject({ kind: 'unlock', emergency: true, status: 1, reason: null })
    expect(desk.emulator.control.locks.get('MJ000204').unlocked).toBe(true)

    const owed = async (role: Role) => (await listToDo(desk.as(role))).map(({ what, doorLabel }) => [what, doorLabel])
    expect(await owed('front-desk')).toEqual([['explain-entry', '204']])
    expect(await owed('manager')).toEqual([['entry-unexplained', '204']])
    expect(await owed('auditor')).toEqual([])

    const said = { instructionId, reason: 'welfare' }
    expect(await codeOf(explainEntry(desk.as('manager'), said))).toBe('entry-of-another')
    expect(await codeOf(explainEntry(clerk(), { instructionId, reason: 'other' }))).toBe('reason-needed')
    expect(await codeOf(explainEntry(clerk(), { instructionId, reason: 'because' }))).toBe('invalid-input')
    await explainEntry(clerk(), said)
    await explainEntry(clerk(), said)
    expect(await codeOf(explainEntry(clerk(), { instructionId, reason: 'emergency' }))).toBe('reason-given')
    expect(await told()).toMatchObject([{ reason: 'welfare' }])
    expect(await owed('front-desk')).toEqual([])
    expect(await owed('manager')).toEqual([])
    expect((await events()).map(({ event, reason, doorLabel }) => [event, reason, doorLabel])).toEqual([
      ['unlock.explained', 'welfare', '204'],
      ['unlock.emergency', null, '204'],
    ])
  })

  test('without contact it is refused before anything is sent, nobody is alarmed, and the presses are on record once with their count (I6)', async () => {
    const { desk, lockId, sample, told, sent, events } = await openSampled(kind)
    desk.emulator.control.gateways.setContact('GW000002', false)
    desk.emulator.control.clock.advance(6 * 60_000)
    await desk.clock.advance(6 * 60_000)
    await sample()
    for (let press = 0; press < 3; press += 1)
      expect(await codeOf(enterInEmergency(desk.as('front-desk'), asked(lockId)))).toBe('gateways-without-contact')
    await desk.settled()
    expect(sent()).toHaveLength(0)
    expect(await told()).toEqual([])
    expect(await events()).toMatchObject([
      {
        event: 'unlock.refused',
        doorLabel: '204',
        count: 3,
        details: { refusal: 'gateways-without-contact', emergency: true },
      },
    ])
  })

  test('the same press twice is one entry and one notice; with an ordinary unlock’s key it is refused (I2)', async () => {
    const { desk, lockId, told, sent } = await openSampled(kind)
    const press = asked(lockId)
    const both = await Promise.all([
      enterInEmergency(desk.as('manager'), press),
      enterInEmergency(desk.as('manager'), press),
    ])
    expect(both[0]).toEqual(both[1])
    await desk.settled()
    expect(sent()).toHaveLength(1)
    expect(await told()).toHaveLength(1)
    const ordinary = { ...press, reason: 'luggage', identityChecked: true }
    expect(await codeOf(unlockDoor(desk.as('manager'), ordinary))).toBe('press-key-reused')
  })

  test('a second press within ten seconds is told of the first and tells nobody; knowing it, it goes on (I27)', async () => {
    const { desk, lockId, told } = await openSampled(kind)
    const first = await enterInEmergency(desk.as('front-desk'), asked(lockId))
    expect(await codeOf(enterInEmergency(desk.as('manager'), asked(lockId)))).toBe('unlock-just-pressed')
    expect(await told()).toHaveLength(1)
    await desk.settled()
    await enterInEmergency(desk.as('manager'), asked(lockId, { afterId: first.instructionId }))
    expect(await told()).toHaveLength(2)
    await desk.settled()
  })

  test('only the front desk and managers may, at their own property; reasons likewise', async () => {
    const { desk, lockId } = await openSampled(kind)
    const may: readonly Role[] = ['front-desk', 'manager']
    const press = asked(lockId)
    for (const role of ['front-desk', ...roles.filter((one) => one !== 'front-desk')] as Role[]) {
      const expected = role === 'front-desk' ? null : may.includes(role) ? 'unlock-just-pressed' : 'not-allowed'
      expect([role, await codeOf(enterInEmergency(desk.as(role), asked(lockId)))]).toEqual([role, expected])
    }
    const { rows } = await desk.system.db.execute<{ id: Id<'instruction'> }>('select id from instructions')
    const said = { instructionId: rows[0]!.id, reason: 'welfare' }
    for (const role of roles.filter((one) => !may.includes(one)))
      expect([role, await codeOf(explainEntry(desk.as(role), said))]).toEqual([role, 'not-allowed'])
    for (const role of may) {
      expect(await codeOf(enterInEmergency(desk.elsewhere(role), press))).toBe('not-found')
      expect(await codeOf(explainEntry(desk.elsewhere(role), said))).toBe('not-found')
    }
    await desk.settled()
  })

  test('of somebody who no longer works here a manager gives the reason', async () => {
    const { desk, lockId } = await openSampled(kind)
    const { instructionId } = await enterInEmergency(desk.as('front-desk'), asked(lockId))
    await desk.settled()
    await desk.system.db.execute(
      `update people set disabled_at = now() where id = '${desk.people['front-desk'].personId}'`,
    )
    expect((await listToDo(desk.as('manager'))).map(({ what }) => what)).toContain('explain-entry')
    await explainEntry(desk.as('manager'), { instructionId, reason: 'other', reasonNote: 'They left; smoke was seen.' })
    expect((await getInstruction(desk.as('manager'), instructionId)).reason).toBe('other')
  })
})
