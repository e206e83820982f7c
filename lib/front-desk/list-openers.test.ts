import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { cutActivity } from '../audit/cut-activity'
import { guestKeys } from '../db/schema/guest-keys'
import { instructions } from '../db/schema/instructions'
import { locks } from '../db/schema/locks'
import { passcodeCancels, passcodes } from '../db/schema/passcodes'
import { sharedKeys } from '../db/schema/shared-keys'
import { stays } from '../db/schema/stays'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { changeProperty } from '../properties/change-property'
import { changeRoles } from '../staff/change-roles'
import { disablePerson, enablePerson } from '../staff/disable-person'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { listOpeners } from './list-openers'

const hour = 3_600_000

describe.each(await homesUnderTest())('who could open a door, on %s', (kind) => {
  let desk: TestDesk
  let startAt: number
  beforeAll(async () => {
    desk = await openDesk(kind)
    startAt = desk.clock.now()
  })
  afterAll(() => desk.close())
  const db = () => desk.house.home.db

  async function addDoor(common = false): Promise<Id<'lock'>> {
    const id = newId('lock')
    await db()
      .insert(locks)
      .values({
        id,
        propertyId: desk.property.id,
        name: id,
        room: common ? null : '204',
        door: common ? 'Pool' : null,
        common,
        sortKey: '204',
        createdAt: startAt,
      })
    return id
  }
  type Instruction = Partial<typeof instructions.$inferInsert>
  async function addInstruction(lockId: Id<'lock'>, more: Instruction = {}): Promise<Id<'instruction'>> {
    const id = newId('instruction')
    await db()
      .insert(instructions)
      .values({
        id,
        propertyId: desk.property.id,
        kind: 'set-code',
        lockId,
        doorLabel: '204',
        lockName: 'x',
        actorLabel: 'Ms Okafor',
        pressKey: id,
        askedHash: '',
        details: {},
        intendedAt: startAt,
        processId: 'p',
        outcome: 'accepted',
        outcomeAt: startAt + 1_000,
        status: 1,
        settledAt: startAt + 60_000,
        ...more,
      })
    return id
  }
  /** A code from the start for ten hours, unless said otherwise. */
  async function addCode(lockId: Id<'lock'>, code: Partial<typeof passcodes.$inferInsert> = {}, set: Instruction = {}) {
    const id = newId('passcode')
    const window = { startsAt: startAt, endsAt: startAt + 10 * hour }
    const stayId = newId('stay')
    await db()
      .insert(stays)
      .values({
        id: stayId,
        propertyId: desk.property.id,
        lockId,
        roomLabel: '204',
        guestName: 'Ada Byron',
        createdAt: startAt,
        ...window,
      })
    await db()
      .insert(passcodes)
      .values({
        id,
        propertyId: desk.property.id,
        lockId,
        stayId,
        setInstructionId: await addInstruction(lockId, set),
        oneTime: false,
        createdAt: startAt,
        ...window,
        ...code,
      })
    return id
  }
  const keysAt = async (lockId: Id<'lock'>, atMs: number, ctx: DeskContext = desk.as('manager')) =>
    (await listOpeners(ctx, lockId, startAt + atMs)).keys.map(({ kind, certainty, guestName }) => [
      kind,
      certainty,
      guestName,
    ])

  test('a code counts from its beginning to its end, unconfirmed until the door confirmed it', async () => {
    const door = await addDoor()
    await addCode(door)
    expect(await keysAt(door, -1)).toEqual([])
    expect(await keysAt(door, 30_000)).toEqual([['code', 'unconfirmed', 'Ada Byron']])
    expect(await keysAt(door, hour)).toEqual([['code', 'confirmed', 'Ada Byron']])
    expect(await keysAt(door, 10 * hour)).toEqual([])
    expect(await keysAt(await addDoor(), hour)).toEqual([])
  })

  test('possible unknown codes and cancels that nobody confirmed are listed, failed and confirmed ones are not', async () => {
    const door = await addDoor()
    await addCode(door, {}, { outcome: 'unknown', status: null, settledAt: null })
    expect(await keysAt(door, hour)).toEqual([['code', 'unknown', 'Ada Byron']])
    await db().delete(passcodes)
    await addCode(door, { closedAt: startAt + 2 * hour }, { outcome: 'unknown', status: null, settledAt: null })
    expect([await keysAt(door, hour), await keysAt(door, 3 * hour)]).toEqual([[['code', 'unknown', 'Ada Byron']], []])
    await db().delete(passcodes)
    await addCode(door, {}, { outcome: 'rejected', status: null })
    await addCode(door, {}, { status: 2 })
    await addCode(door, { lostAt: startAt })
    expect(await keysAt(door, hour)).toEqual([])
    const cancelled = await addCode(door, { cancelWantedAt: startAt + 2 * hour })
    const instructionId = await addInstruction(door, { kind: 'cancel-code', settledAt: startAt + 4 * hour })
    await db().insert(passcodeCancels).values({ passcodeId: cancelled, instructionId })
    expect(await keysAt(door, hour)).toEqual([['code', 'confirmed', 'Ada Byron']])
    expect(await keysAt(door, 3 * hour)).toEqual([['code', 'cancel-unconfirmed', 'Ada Byron']])
    expect(await keysAt(door, 5 * hour)).toEqual([])
  })

  test('mobile keys and keys from other systems count; a log reader gets a pseudonym', async () => {
    const door = await addDoor()
    const window = { startsAt: startAt, endsAt: startAt + hour }
    const stayId = newId('stay')
    await db()
      .insert(stays)
      .values({
        id: stayId,
        propertyId: desk.property.id,
        lockId: door,
        roomLabel: '204',
        guestName: 'Ada Byron',
        createdAt: startAt,
        ...window,
      })
    await db()
      .insert(guestKeys)
      .values({
        id: newId('guestKey'),
        propertyId: desk.property.id,
        lockId: door,
        stayId,
        instructionId: await addInstruction(door, { kind: 'guest-key' }),
        createdAt: startAt,
        ...window,
      })
    for (const decision of ['accepted', 'refused'])
      await db()
        .insert(sharedKeys)
        .values({
          id: newId('sharedKey'),
          propertyId: desk.property.id,
          deliveryPrint: newId('request'),
          callId: 'c',
          lockId: door,
          receiverPhone: '13800138000',
          keyCodeSealed: '',
          decision,
          decisionReason: '',
          receivedAt: startAt,
          lastReceivedAt: startAt,
          ...window,
        })
    expect((await keysAt(door, 60_000)).sort()).toEqual([
      ['mobile-key', 'confirmed', 'Ada Byron'],
      ['shared-key', 'confirmed', '••• 000'],
    ])
    expect((await keysAt(door, 60_000, desk.as('auditor'))).sort()).toEqual([
      ['mobile-key', 'confirmed', expect.stringMatching(/^G-[0-9A-Z]{6}$/)],
      ['shared-key', 'confirmed', null],
    ])
    expect(await keysAt(door, hour)).toEqual([])
  })

  test('who had which role then is read back from the activity, not from now', async () => {
    const [room, pool] = [await addDoor(), await addDoor(true)]
    const named = async (lockId: Id<'lock'>, at: number) =>
      (await listOpeners(desk.as('manager'), lockId, at)).people.map(
        ({ name, roles }) => `${name.split(' ')[0]}: ${roles}`,
      )
    const before = desk.clock.now()
    const room0 = ['front-desk: front-desk', 'manager: manager']
    const pool0 = ['front-desk: front-desk', 'maintenance: maintenance', 'manager: manager']
    expect(await named(room, before)).toEqual(room0)
    expect(await named(pool, before)).toEqual(pool0)

    await desk.clock.advance(hour)
    const { personId } = desk.people.maintenance
    await changeRoles(desk.as('administrator'), { personId, roles: ['front-desk', 'maintenance'] })
    await disablePerson(desk.as('administrator'), { personId: desk.people['front-desk'].personId })
    desk.reload(await changeProperty(desk.system, { housekeepingUnlocks: true }))
    const between = desk.clock.now()
    await desk.clock.advance(hour)
    await changeRoles(desk.as('administrator'), { personId, roles: ['maintenance'] })
    await enablePerson(desk.as('administrator'), { personId: desk.people['front-desk'].personId })
    desk.reload(await changeProperty(desk.system, { housekeepingUnlocks: false }))
    await desk.clock.advance(hour)

    expect(await named(room, between)).toEqual(['maintenance: front-desk', 'manager: manager'])
    expect(await named(pool, between)).toEqual([
      'housekeeping: housekeeping',
      'maintenance: front-desk,maintenance',
      'manager: manager',
    ])
    for (const at of [before, desk.clock.now()]) {
      expect(await named(room, at)).toEqual(room0)
      expect(await named(pool, at)).toEqual(pool0)
    }
  })

  test('it says what cannot be known: before Keydesk knew the door, in the future, and after the activity was removed', async () => {
    const door = await addDoor()
    const unknownAt = async (at: number) => (await listOpeners(desk.as('manager'), door, at)).unknown
    expect(await unknownAt(desk.clock.now())).toEqual([])
    expect(await unknownAt(startAt - 1)).toEqual(['before-keydesk'])
    expect(await unknownAt(desk.clock.now() + 1)).toEqual(['future'])
    await cutActivity(desk.system, desk.clock.now() - hour)
    expect(await unknownAt(startAt)).toEqual(['roles-removed'])
  })

  test('it is for managers and log readers, of their own property (I29)', async () => {
    const door = await addDoor()
    const codeOf = (ctx: DeskContext) =>
      listOpeners(ctx, door, ctx.now).then(
        () => null,
        (error: unknown) => isDeskError(error) && error.code,
      )
    expect([await codeOf(desk.as('manager')), await codeOf(desk.as('auditor'))]).toEqual([null, null])
    for (const role of ['front-desk', 'housekeeping', 'maintenance', 'administrator'] as const)
      expect(await codeOf(desk.as(role))).toBe('not-allowed')
    expect(await codeOf(desk.elsewhere('manager'))).toBe('not-found')
  })
})
