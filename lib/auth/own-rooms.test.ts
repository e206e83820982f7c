import { and, desc, eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { auditEvents } from '../db/schema/audit'
import { locks } from '../db/schema/locks'
import { isDeskError } from '../errors/desk-error'
import { findAnything } from '../front-desk/find-anything'
import { getDoorBrief } from '../front-desk/get-door-brief'
import type { Id } from '../ids/ids'
import { countLocks, getDoor, getLock, listFloors, listHearing, listLocks, listLocksById } from '../locks/queries'
import { changeRoles } from '../staff/change-roles'
import { listStaff } from '../staff/queries'
import { writeDoor } from '../testing/ledger-rows'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { unlockDoor } from '../unlocks/unlock-door'
import { findSignedIn } from './find-signed-in'

let desk: TestDesk
afterEach(() => desk?.close())

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error.code : error),
  )

describe.each(await homesUnderTest())('own rooms on %s', (kind) => {
  test('housekeeping sees the rooms of its floors and every common door, from the next request on, and nothing else is found (I31)', async () => {
    desk = await openDesk(kind)
    const { db } = desk.system
    const doors: Record<string, Id<'lock'>> = {}
    for (const room of ['204', '205', '301']) {
      doors[room] = await writeDoor(desk.system, { name: `MJ000${room}`, room })
      await db
        .update(locks)
        .set({ floor: room.slice(0, 1) })
        .where(eq(locks.id, doors[room]))
    }
    doors.pool = await writeDoor(desk.system, { name: 'MJ000901', room: null, door: 'Pool', common: true })
    const { personId, sessionId } = desk.people.housekeeping
    // What the next request is opened with.
    const housekeeper = async (): Promise<DeskContext> => {
      const signedIn = await findSignedIn(desk.outside('visitor'), sessionId, desk.property.slug)
      return { ...desk.as('housekeeping'), actor: signedIn!.actor }
    }
    const seen = async () => (await listLocks(await housekeeper())).map(({ label }) => label).toSorted()
    expect(await seen()).toEqual(['204', '205', '301', 'Pool'])
    expect(await listFloors(desk.as('administrator'))).toEqual(['2', '3'])

    const roles = ['housekeeping'] as const
    await changeRoles(desk.as('administrator'), { personId, roles, floors: ['2', '2'] })
    expect(await seen()).toEqual(['204', '205', 'Pool'])
    const ctx = await housekeeper()
    expect(await countLocks(ctx)).toBe(3)
    expect((await listHearing(ctx)).map(({ row }) => row.label).toSorted()).toEqual(['204', '205', 'Pool'])
    expect((await listLocksById(ctx, Object.values(doors))).map(({ label }) => label)).not.toContain('301')
    const found = async (text: string) => (await findAnything(ctx, text)).map(({ title }) => title)
    expect([await found('301'), await found('204'), await found('pool')]).toEqual([[], ['204'], ['Pool']])
    for (const [room, code] of [
      ['301', 'not-found'],
      ['204', null],
      ['pool', null],
    ] as const) {
      const lockId = doors[room] as Id<'lock'>
      expect([room, await codeOf(getLock(ctx, lockId))]).toEqual([room, code])
      expect([room, await codeOf(getDoor(ctx, lockId))]).toEqual([room, code])
      expect([room, await codeOf(getDoorBrief(ctx, lockId))]).toEqual([room, code])
    }
    const press = { pressKey: 'press-key-of-a-housekeeper', reason: 'luggage', identityChecked: true }
    expect(await codeOf(unlockDoor(ctx, { ...press, lockId: doors['301'] as Id<'lock'> }))).toBe('not-found')

    const member = (await listStaff(desk.as('manager'))).find(({ id }) => id === personId)
    expect(member).toMatchObject({ roles: ['housekeeping'], floors: ['2'] })
    const [line] = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, personId), eq(auditEvents.event, 'person.roles-changed')))
      .orderBy(desc(auditEvents.place))
    expect(line?.details).toMatchObject({ floors: '2', floorsBefore: 'all' })

    // A room without a floor can be given too, and floors that are not named stay as they are.
    await db
      .update(locks)
      .set({ floor: null })
      .where(eq(locks.id, doors['301'] as Id<'lock'>))
    expect(await listFloors(desk.as('administrator'))).toEqual(['2', ''])
    await changeRoles(desk.as('administrator'), { personId, roles, floors: [''] })
    await changeRoles(desk.as('administrator'), { personId, roles })
    expect(await seen()).toEqual(['301', 'Pool'])
    await db
      .update(locks)
      .set({ floor: '3' })
      .where(eq(locks.id, doors['301'] as Id<'lock'>))

    // Another role beside it sees all; without floors again all; and they go with the role.
    await changeRoles(desk.as('administrator'), { personId, roles: [...roles, 'maintenance'], floors: ['3'] })
    expect(await seen()).toHaveLength(4)
    await changeRoles(desk.as('administrator'), { personId, roles, floors: ['3'] })
    expect(await seen()).toEqual(['301', 'Pool'])
    await changeRoles(desk.as('administrator'), { personId, roles, floors: null })
    expect(await seen()).toHaveLength(4)
    expect(await codeOf(changeRoles(desk.as('manager'), { personId, roles, floors: ['2'] }))).toBe('not-allowed')
  })
})
