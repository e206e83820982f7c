import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { type Role, roles } from '../access/permissions'
import { listActivity } from '../audit/queries'
import { recordAuditEvent } from '../audit/record-audit-event'
import { withTransaction } from '../db/database'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { getInstruction, listLateUnlocks } from '../instructions/queries'
import { holdForInsert, holdProperty } from '../testing/ledger-rows'
import { openHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { unlockDoor } from './unlock-door'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function openSampled(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  await hotel.sample()
  return hotel
}

const asked = (lockId: Id<'lock'>, change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  lockId,
  reason: 'locked-out',
  identityChecked: true,
  ...change,
})
const refusalOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  )
  return isDeskError(error) ? error : null
}
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work))?.code ?? null

describe.each(await homesUnderTest())('remote unlock on %s', (kind) => {
  test('the door obeys and the ledger says when it reported it', async () => {
    const { desk, lockId, until } = await openSampled(kind)
    const { instructionId } = await unlockDoor(desk.as('manager'), asked(lockId))
    const done = await until(
      () => getInstruction(desk.as('manager'), instructionId),
      (one) => one.settledAt !== null,
    )
    expect(done).toMatchObject({ kind: 'unlock', status: 1, reason: 'locked-out', doorLabel: '204' })
    expect(desk.emulator.control.locks.get('MJ000204').unlocked).toBe(true)
  })

  test('without contact to any gateway that hears the lock it is refused before anything is sent (I6)', async () => {
    const { desk, lockId, sample } = await openSampled(kind)
    desk.emulator.control.gateways.setContact('GW000002', false)
    desk.emulator.control.clock.advance(6 * 60_000)
    await desk.clock.advance(6 * 60_000)
    await sample()
    expect(await codeOf(unlockDoor(desk.as('manager'), asked(lockId)))).toBe('gateways-without-contact')
    await desk.settled()
    expect(desk.emulator.control.requests.list({ call: 'remote-unlock' })).toHaveLength(0)
    // That somebody was refused there is on record.
    const { events } = await listActivity(desk.as('manager'), { filter: { group: 'unlocks' } })
    expect(events).toMatchObject([
      { event: 'unlock.refused', doorLabel: '204', details: { refusal: 'gateways-without-contact' } },
    ])
  })

  test('an unlock waits for no other instruction to the lock that is just written', async () => {
    if (kind === 'embedded') return
    const { desk, lockId } = await openSampled(kind)
    const release = await holdForInsert(desk.system, lockId)
    await unlockDoor(desk.as('manager'), asked(lockId)).finally(release)
    await desk.settled()
  })

  test('an unlock and a change of the staff at the same moment both come through', async () => {
    if (kind === 'embedded') return
    const { desk, lockId } = await openSampled(kind)
    const { db } = desk.house.home
    // The end of the activity is known: the press tells its line in the statement of its intent.
    await withTransaction(desk.system, (tx) => recordAuditEvent(desk.system, tx, { event: 'stay.created' }))
    const release = await holdProperty(desk.system)
    const pressed = unlockDoor(desk.as('manager'), asked(lockId))
    const waits = () =>
      db.execute(sql`select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
    await expect.poll(async () => (await waits()).rows.length, { timeout: 10_000 }).toBe(1)
    await Promise.all([release(), pressed])
    await desk.settled()
    expect(desk.emulator.control.requests.list({ call: 'remote-unlock' })).toHaveLength(1)
  })

  test('a second desk within ten seconds is told of the first, and may go on knowing it (I27)', async () => {
    const { desk, lockId } = await openSampled(kind)
    const first = await unlockDoor(desk.as('front-desk'), asked(lockId))
    const told = await refusalOf(unlockDoor(desk.as('manager'), asked(lockId)))
    expect(told?.code).toBe('unlock-just-pressed')
    expect(told?.details).toMatchObject({ instructionId: first.instructionId, by: desk.people['front-desk'].name })
    // The first is answered: whoever presses again does not wait for its turn.
    await desk.settled()
    const again = await unlockDoor(desk.as('manager'), asked(lockId, { afterId: first.instructionId }))
    expect((await getInstruction(desk.as('manager'), again.instructionId)).repeatsId).toBe(first.instructionId)
    await desk.settled()
  })

  test('two desks at the same moment: one press goes out, the other is told (I27)', async () => {
    const { desk, lockId } = await openSampled(kind)
    const presses = await Promise.all(
      ['front-desk', 'manager'].map((role) => codeOf(unlockDoor(desk.as(role as Role), asked(lockId)))),
    )
    expect(presses.toSorted()).toEqual([null, 'unlock-just-pressed'].toSorted())
    await desk.settled()
    expect(desk.emulator.control.requests.list({ call: 'remote-unlock' })).toHaveLength(1)
  })

  test('the same press twice at once is one unlock (I2)', async () => {
    const { desk, lockId } = await openSampled(kind)
    const press = asked(lockId)
    const both = await Promise.all([unlockDoor(desk.as('manager'), press), unlockDoor(desk.as('manager'), press)])
    expect(both[0]).toEqual(both[1])
    await desk.settled()
    expect(desk.emulator.control.requests.list({ call: 'remote-unlock' })).toHaveLength(1)
  })

  test('an unlock that comes after a minute is told as late at every desk of the property (I7)', async () => {
    const { desk, lockId, until } = await openSampled(kind)
    desk.emulator.control.instructions.nextOutcome('stay-3', { kind: 'remote-unlock' })
    const { instructionId } = await unlockDoor(desk.as('manager'), asked(lockId))
    await until(
      () => getInstruction(desk.as('manager'), instructionId),
      (one) => one.status === 3,
    )
    await desk.clock.advance(61_000)
    desk.emulator.control.instructions.releaseAll()
    await until(
      () => getInstruction(desk.as('manager'), instructionId),
      (one) => one.status === 1,
    )
    expect((await listLateUnlocks(desk.as('front-desk'))).map(({ id }) => id)).toEqual([instructionId])
  })

  test('who may: rooms only the desk and managers, signed in again, identity ticked; common doors more, housekeeping when switched on', async () => {
    const { desk, lockId, poolId } = await openSampled(kind)
    const room: Record<Role, string | null> = {
      'front-desk': null,
      manager: 'unlock-just-pressed',
      housekeeping: 'not-allowed',
      maintenance: 'not-allowed',
      administrator: 'not-allowed',
      auditor: 'not-allowed',
    }
    const pool: Record<Role, string | null> = {
      ...room,
      housekeeping: 'not-allowed',
      maintenance: 'unlock-just-pressed',
    }
    for (const role of ['front-desk', ...roles.filter((one) => one !== 'front-desk')] as Role[]) {
      expect([role, await codeOf(unlockDoor(desk.as(role), asked(lockId)))]).toEqual([role, room[role]])
      expect([role, await codeOf(unlockDoor(desk.as(role), asked(poolId, { identityChecked: false })))]).toEqual([
        role,
        pool[role],
      ])
    }
    expect(await codeOf(unlockDoor(desk.as('front-desk', { provedMsAgo: 301_000 }), asked(lockId)))).toBe(
      'sign-in-again',
    )
    expect(await codeOf(unlockDoor(desk.as('front-desk'), asked(lockId, { identityChecked: false })))).toBe(
      'identity-not-checked',
    )
    expect(await codeOf(unlockDoor(desk.as('front-desk'), asked(lockId, { reason: 'because' })))).toBe('invalid-input')
    expect(await codeOf(unlockDoor(desk.as('front-desk'), asked(lockId, { reason: 'other' })))).toBe('reason-needed')
    expect(await codeOf(unlockDoor(desk.elsewhere('manager'), asked(lockId)))).toBe('not-found')
    await desk.settled()
  })
})
