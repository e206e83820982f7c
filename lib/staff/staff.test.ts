import { asc, eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { openHouseContext } from '../access/house'
import { type Role, roles } from '../access/permissions'
import { auditEvents } from '../db/schema/audit'
import { people, sessions } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { openDesk, type TestDesk, testPassword } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { minuteMs } from '../time/clock'
import { addPerson } from './add-person'
import { changeOwnPassword } from './change-own-password'
import { changeRoles } from './change-roles'
import { disablePerson, enablePerson } from './disable-person'
import { listOwnSessions, listStaff } from './queries'
import { resetPassword } from './reset-password'
import { signIn } from './sign-in'

const place = { address: '192.0.2.7', userAgent: 'test' }
let desk: TestDesk
afterEach(() => desk.close())

const codeOf = async (work: Promise<unknown>) => {
  try {
    await work
    return 'done'
  } catch (error) {
    if (isDeskError(error)) return error.code
    throw error
  }
}
const eventsOf = async () =>
  (await desk.system.db.select().from(auditEvents).orderBy(asc(auditEvents.sequence)))
    .filter(({ event }) => event !== 'house.set-up')
    .map(({ event, personId, subjectId }) => ({ event, personId, subjectId }))
const newcomer = { name: 'Grace Hopper', email: 'Grace@Hotel.test', roles: ['front-desk' as Role] }

type Verb = [name: string, run: (ctx: DeskContext) => Promise<unknown>, may: readonly Role[]]
const verbs: Verb[] = [
  ['listStaff', (ctx) => listStaff(ctx), ['manager', 'administrator', 'auditor']],
  ['addPerson', (ctx) => addPerson(ctx, newcomer), ['administrator']],
  [
    'changeRoles',
    (ctx) => changeRoles(ctx, { personId: desk.people['front-desk'].personId, roles: ['maintenance'] }),
    ['administrator'],
  ],
  [
    'disablePerson',
    (ctx) => disablePerson(ctx, { personId: desk.people.housekeeping.personId }),
    ['manager', 'administrator'],
  ],
  ['enablePerson', (ctx) => enablePerson(ctx, { personId: desk.people.housekeeping.personId }), ['administrator']],
  ['resetPassword', (ctx) => resetPassword(ctx, { personId: desk.people.maintenance.personId }), ['administrator']],
]

for (const kind of await homesUnderTest()) {
  describe(`staff on ${kind}`, () => {
    test('I29: each verb is open to its roles only, and finds nobody of another property', async () => {
      desk = await openDesk(kind)
      for (const [name, run, may] of verbs) {
        for (const role of roles) {
          const expected = may.includes(role) ? 'done' : 'not-allowed'
          const before = (await eventsOf()).length
          expect(`${name} ${role}: ${await codeOf(run(desk.as(role)))}`).toBe(`${name} ${role}: ${expected}`)
          if (expected === 'not-allowed') expect((await eventsOf()).length).toBe(before)
        }
        if (name === 'listStaff' || name === 'addPerson') continue
        const elsewhere = may.map((role) => codeOf(run(desk.elsewhere(role))))
        expect([name, ...new Set(await Promise.all(elsewhere))]).toEqual([name, 'not-found'])
      }
    })

    test('R: what administrators change needs a password within five minutes, what a manager may switch off does not', async () => {
      desk = await openDesk(kind)
      const late = { provedMsAgo: 5 * minuteMs + 1 }
      for (const [name, run] of verbs.filter(([name]) => name !== 'listStaff')) {
        expect([name, await codeOf(run(desk.as('administrator', late)))]).toEqual([name, 'sign-in-again'])
      }
      expect(
        await codeOf(disablePerson(desk.as('manager', late), { personId: desk.people.housekeeping.personId })),
      ).toBe('done')
    })

    test('somebody new signs in with the one-time password, which opens nothing for good until it is replaced', async () => {
      desk = await openDesk(kind)
      const made = await addPerson(desk.as('administrator'), newcomer)
      expect(made).toMatchObject({ email: 'grace@hotel.test', password: expect.stringMatching(/^(\w{4}-){4}\w{4}$/) })
      const [member] = (await listStaff(desk.as('manager'))).filter(({ id }) => id === made.personId)
      expect(member).toMatchObject({
        name: 'Grace Hopper',
        roles: ['front-desk'],
        state: 'one-time-password',
        lastUsedAt: null,
      })
      const step = await signIn(
        desk.outside('visitor'),
        { email: 'GRACE@hotel.test ', password: made.password! },
        place,
      )
      const signedIn = step.done!
      expect(signedIn.oneTimePassword).toBe(true)
      const ctx = openHouseContext(desk.house, {
        kind: 'staff',
        personId: signedIn.personId,
        sessionId: signedIn.sessionId,
        name: 'Grace Hopper',
        roles: [],
        provedAt: 0,
      })
      const own = 'twelve copper kettles sing'
      expect(
        await codeOf(changeOwnPassword(ctx, { password: made.password!, newPassword: made.password! }, place)),
      ).toBe('invalid-input')
      await changeOwnPassword(ctx, { password: made.password!, newPassword: own }, place)
      expect(
        (await signIn(desk.outside('visitor'), { email: 'grace@hotel.test', password: own }, place)).done
          ?.oneTimePassword,
      ).toBe(false)
      expect(
        await codeOf(signIn(desk.outside('visitor'), { email: 'grace@hotel.test', password: made.password! }, place)),
      ).toBe('wrong-credentials')
    })

    test('a one-time password that nobody used ends after three days', async () => {
      desk = await openDesk(kind)
      const made = await addPerson(desk.as('administrator'), newcomer)
      await desk.clock.advance(3 * 24 * 60 * minuteMs)
      const entry = signIn(desk.outside('visitor'), { email: made.email, password: made.password! }, place)
      expect(await codeOf(entry)).toBe('one-time-password-ended')
    })

    test('who works elsewhere already gets roles here and keeps account and password; twice is refused', async () => {
      desk = await openDesk(kind)
      const { email, personId } = desk.peopleElsewhere.manager
      const made = await addPerson(desk.as('administrator'), { name: 'Whoever', email, roles: ['auditor'] })
      expect(made).toEqual({ personId, name: 'manager of Hotel Borealis', email, password: null, until: null })
      expect(await codeOf(addPerson(desk.as('administrator'), { name: 'Whoever', email, roles: ['auditor'] }))).toBe(
        'email-taken',
      )
      for (const verb of [disablePerson, enablePerson, resetPassword]) {
        expect(await codeOf(verb(desk.as('administrator'), { personId }))).toBe('works-elsewhere')
      }
    })

    test('an account that is switched off at another property is not added: only there can it be switched on again', async () => {
      desk = await openDesk(kind)
      const { email, personId } = desk.peopleElsewhere.auditor
      await disablePerson(desk.elsewhere('administrator'), { personId })
      const newcomer = { name: 'Whoever', email, roles: ['auditor'] as const }
      expect(await codeOf(addPerson(desk.as('administrator'), newcomer))).toBe('account-disabled')
      await enablePerson(desk.elsewhere('administrator'), { personId })
      expect(await codeOf(addPerson(desk.as('administrator'), newcomer))).toBe('done')
    })

    test('a manager switches off desk roles only, and nobody switches off themselves', async () => {
      desk = await openDesk(kind)
      const off = (role: Role, by: Role) => codeOf(disablePerson(desk.as(by), { personId: desk.people[role].personId }))
      expect(await off('auditor', 'manager')).toBe('not-allowed')
      expect(await off('administrator', 'manager')).toBe('not-allowed')
      expect(await off('maintenance', 'manager')).toBe('done')
      expect(await off('administrator', 'administrator')).toBe('own-roles')
    })

    test('the last manager and the last administrator stay, however many try at once', async () => {
      desk = await openDesk(kind)
      const admin = desk.as('administrator')
      expect(await codeOf(changeRoles(admin, { personId: desk.people.manager.personId, roles: [] }))).toBe(
        'last-manager',
      )
      expect(await codeOf(disablePerson(admin, { personId: desk.people.manager.personId }))).toBe('last-manager')
      // Two administrators take the role from each other in the same moment: one of them stays.
      await changeRoles(admin, { personId: desk.people.manager.personId, roles: ['manager', 'administrator'] })
      const asManager: DeskContext = {
        ...desk.as('manager'),
        actor: { ...desk.as('manager').actor, roles: ['administrator'] } as never,
      }
      const both = await Promise.all([
        codeOf(changeRoles(desk.as('administrator'), { personId: desk.people.manager.personId, roles: ['manager'] })),
        codeOf(changeRoles(asManager, { personId: desk.people.administrator.personId, roles: [] })),
      ])
      expect(both.sort()).toEqual(['done', 'last-administrator'])
    })

    test('nobody changes their own roles, but the only active account of the house may', async () => {
      desk = await openDesk(kind)
      const own = { personId: desk.people.administrator.personId, roles: ['administrator', 'manager'] as Role[] }
      expect(await codeOf(changeRoles(desk.as('administrator'), own))).toBe('own-roles')
      await desk.system.db.update(people).set({ disabledAt: desk.clock.now() })
      await desk.system.db.update(people).set({ disabledAt: null }).where(eq(people.id, own.personId))
      expect(await codeOf(changeRoles(desk.as('administrator'), own))).toBe('done')
      expect(await codeOf(changeRoles(desk.as('administrator'), { ...own, roles: ['manager'] }))).toBe(
        'last-administrator',
      )
    })

    test('I31: switching off and a new one-time password end every session of the person in the same transaction', async () => {
      desk = await openDesk(kind)
      const open = async (role: Role) => (await listOwnSessions(desk.outside(role))).length
      expect([await open('front-desk'), await open('maintenance'), await open('auditor')]).toEqual([1, 1, 1])
      await disablePerson(desk.as('administrator'), { personId: desk.people['front-desk'].personId })
      await resetPassword(desk.as('administrator'), { personId: desk.people.maintenance.personId })
      expect([await open('front-desk'), await open('maintenance'), await open('auditor')]).toEqual([0, 0, 1])
      // Switched on again, the old sessions stay ended, the password works.
      const visitor = desk.outside('visitor')
      const email = desk.people['front-desk'].email
      expect(await codeOf(signIn(visitor, { email, password: testPassword }, place))).toBe('wrong-credentials')
      await enablePerson(desk.as('administrator'), { personId: desk.people['front-desk'].personId })
      expect(await open('front-desk')).toBe(0)
      expect(await codeOf(signIn(visitor, { email, password: testPassword }, place))).toBe('done')
    })

    test('I31: a changed password ends every other session, not the one that changed it', async () => {
      desk = await openDesk(kind)
      const { email, personId, sessionId } = desk.people.auditor
      await signIn(desk.outside('visitor'), { email, password: testPassword }, place)
      const ctx = desk.outside('auditor')
      const weak = { password: testPassword, newPassword: 'auditor of hotel aurora' }
      expect(await codeOf(changeOwnPassword(ctx, weak, place))).toBe('password-too-common')
      const wrong = { password: 'not the password', newPassword: 'twelve copper kettles sing' }
      expect(await codeOf(changeOwnPassword(ctx, wrong, place))).toBe('wrong-credentials')
      const right = { password: testPassword, newPassword: 'twelve copper kettles sing' }
      expect(await changeOwnPassword(ctx, right, place)).toEqual({ sessionsEnded: 1 })
      const open = await desk.system.db.select().from(sessions).where(eq(sessions.personId, personId))
      expect(open.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)).toEqual([sessionId])
    })

    test('every change stands in the activity with who did it and to whom, in the order it happened', async () => {
      desk = await openDesk(kind)
      const ctx = desk.as('administrator')
      const by = desk.people.administrator.personId
      const { personId } = await addPerson(ctx, newcomer)
      await changeRoles(ctx, { personId, roles: ['manager'] })
      await resetPassword(ctx, { personId })
      await disablePerson(ctx, { personId })
      await enablePerson(ctx, { personId })
      expect(await eventsOf()).toEqual(
        ['person.added', 'person.roles-changed', 'person.password-reset', 'person.disabled', 'person.enabled'].map(
          (event) => ({ event, personId: by, subjectId: personId }),
        ),
      )
    })
  })
}
