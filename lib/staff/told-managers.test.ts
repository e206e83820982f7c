import { afterEach, describe, expect, test } from 'vitest'
import { withTransaction } from '../db/database'
import { listNotices } from '../notices/queries'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { addPerson } from './add-person'
import { changeRoles } from './change-roles'

let desk: TestDesk
afterEach(() => desk.close())

const told = async () =>
  (await listNotices(desk.as('manager'))).map(({ kind, subjectLabel, roles }) => [kind, subjectLabel, ...roles])
const nora = { name: 'Nora New', email: 'nora@new.test', roles: ['front-desk'] } as const

describe.each(await homesUnderTest())('managers on %s', (kind) => {
  test('are told of every new account and every role that is given, and of none that is taken', async () => {
    desk = await openDesk(kind)
    const { personId } = await addPerson(desk.as('administrator'), nora)
    await changeRoles(desk.as('administrator'), { personId, roles: ['front-desk', 'manager'] })
    await changeRoles(desk.as('administrator'), { personId, roles: ['front-desk'] })
    await changeRoles(desk.as('administrator'), { personId, roles: ['front-desk'] })
    expect((await told()).toSorted()).toEqual([
      ['person-added', 'Nora New', 'front-desk'],
      ['role-raised', 'Nora New', 'manager'],
    ])
    expect(await listNotices(desk.elsewhere('manager'))).toEqual([])
  })

  test('are not told of what was undone, nor of what Keydesk itself set up', async () => {
    desk = await openDesk(kind)
    const ctx = desk.as('administrator')
    const undone = withTransaction(ctx, async (tx) => {
      await addPerson({ ...ctx, db: tx }, nora)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await addPerson(desk.system, { ...nora, email: 'setup@new.test' })
    expect(await told()).toEqual([])
  })
})
