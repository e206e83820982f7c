import { afterEach, describe, expect, test } from 'vitest'
import { roles } from '../access/permissions'
import { withTransaction } from '../db/database'
import { notices } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { newId } from '../ids/ids'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { markNoticeSeen } from './mark-notice-seen'
import { findEmergencies, listNotices, listUnseenNotices } from './queries'
import { recordNotice } from './record-notice'

let desk: TestDesk
afterEach(() => desk.close())

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isDeskError(error) ? error.code : Promise.reject(error)),
  )
const tell = (ctx = desk.as('front-desk')) =>
  withTransaction(ctx, (tx) =>
    recordNotice(ctx, tx, { kind: 'emergency-entry', instructionId: newId('instruction'), details: { door: '204' } }),
  )
const unseen = async (ctx = desk.as('manager')) => (await findEmergencies(ctx)).notices.map(({ id }) => id)

describe.each(await homesUnderTest())('notices on %s', (kind) => {
  test('stay until each manager has marked them, each for themself, however old they are', async () => {
    desk = await openDesk(kind)
    await tell()
    const [id] = await unseen()
    await desk.clock.advance(400 * 86_400_000)
    expect(await unseen()).toEqual([id])
    // A second manager of the same property.
    const other = {
      ...desk.as('manager'),
      actor: { ...desk.as('front-desk').actor, roles: ['manager'] },
    } as ReturnType<TestDesk['as']>
    await desk.system.db.execute(
      `insert into staff_roles (person_id, property_id, role, given_at)
       values ('${desk.people['front-desk'].personId}', '${desk.property.id}', 'manager', '2026-06-01')`,
    )
    expect(await unseen(other)).toEqual([id])
    const before = (await findEmergencies(other)).mark
    await markNoticeSeen(desk.as('manager'), id!)
    await markNoticeSeen(desk.as('manager'), id!)
    expect(await unseen()).toEqual([])
    expect((await findEmergencies(desk.as('manager'))).mark).toBe('')
    expect(await unseen(other)).toEqual([id])
    expect((await findEmergencies(other)).mark).toBe(before)
    expect((await listNotices(other))[0]?.seenBy.map(({ name }) => name)).toEqual([desk.people.manager.name])
    const { rows } = await desk.system.db.execute("select event from audit_events where event like '%.seen'")
    expect(rows).toEqual([{ event: 'unlock.seen' }])
  })

  test('who becomes a manager later is not told of what was before', async () => {
    desk = await openDesk(kind)
    await desk.system.db.execute(
      `insert into notices (id, property_id, at, kind, actor_label, details)
       values ('${newId('notice')}', '${desk.property.id}', '2026-06-01', 'person-added', 'x', '{}')`,
    )
    expect(await listUnseenNotices(desk.as('manager'), ['person-added'])).toEqual([])
    expect(await listNotices(desk.as('manager'))).toHaveLength(1)
  })

  test('only managers see and mark them; those of another property neither see nor find them', async () => {
    desk = await openDesk(kind)
    await tell()
    const [notice] = await desk.system.db.select().from(notices)
    const seen = await Promise.all(roles.map((role) => codeOf(listNotices(desk.as(role)))))
    expect(seen).toEqual(roles.map((role) => (role === 'manager' ? 'done' : 'not-allowed')))
    const marked = await Promise.all(roles.map((role) => codeOf(markNoticeSeen(desk.as(role), notice!.id))))
    expect(marked).toEqual(seen)
    expect(await listNotices(desk.elsewhere('manager'))).toEqual([])
    expect(await codeOf(markNoticeSeen(desk.elsewhere('manager'), notice!.id))).toBe('not-found')
    expect(await codeOf(markNoticeSeen(desk.as('manager'), 'nothing' as never))).toBe('not-found')
  })

  test('come and go with the change that they tell of, and rest with it when it is undone', async () => {
    desk = await openDesk(kind)
    const ctx = desk.as('front-desk')
    const undone = withTransaction(ctx, async (tx) => {
      await recordNotice(ctx, tx, { kind: 'person-added' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await listNotices(desk.as('manager'))).toEqual([])
    const { rows } = await desk.system.db.execute("select 1 from pgboss.job where name = 'notice-recorded'")
    expect(rows).toEqual([])
  })
})
