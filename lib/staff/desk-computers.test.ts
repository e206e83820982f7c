import { and, eq, isNull } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import type { StaffActor } from '../access/actor'
import type { HouseContext } from '../access/context'
import { openHouseContext } from '../access/house'
import type { Role } from '../access/permissions'
import { requirePermission } from '../access/require-permission'
import { auditEvents } from '../db/schema/audit'
import { deskComputers, people, sessions } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { auditCounts } from '../testing/audit-counts'
import { openDesk, type TestDesk, testPassword } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { hourMs, minuteMs } from '../time/clock'
import { changeOwnPassword } from './change-own-password'
import { changeRoles } from './change-roles'
import { disablePerson } from './disable-person'
import { endOwnSession, signOut } from './end-session'
import { lockScreen } from './lock-screen'
import { getOwnPin, listComputers } from './queries'
import { registerComputer } from './register-computer'
import { removeComputer } from './remove-computer'
import { resetPassword } from './reset-password'
import { removePin, setPin } from './set-pin'
import { signIn } from './sign-in'
import { signInAgain } from './sign-in-again'
import { switchPerson } from './switch-person'
import { tellStanding } from './tell-standing'

const pin = '739164'
const wrongPin = '480295'
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

/** Tries wait ever longer: the clock is moved until all are answered. */
async function answered<T>(work: Promise<T>): Promise<T> {
  let done = false
  const settled = work.finally(() => {
    done = true
  })
  settled.catch(() => {})
  const deadline = performance.now() + 60_000
  while (!done && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (desk.clock.waiting() > 0) await desk.clock.advance(500)
  }
  return settled
}

const place = (computerToken: string | null = null) => ({ address: '192.0.2.7', userAgent: 'test', computerToken })

/** A registered computer, and everybody asked for with a PIN and a full sign-in there. */
async function counter(...roles: Role[]) {
  const { token, id } = await registerComputer(desk.as('manager'), { name: 'Front desk left' }, place())
  const at = place(token)
  const started: Partial<Record<Role, StaffActor['sessionId']>> = {}
  for (const role of roles) {
    await setPin(desk.outside(role), { pin })
    started[role] = await signInFully(role, token)
  }
  return { token, id, at, started }
}

async function signInFully(role: Role, token: string | null) {
  const { email } = desk.people[role]
  const step = await answered(signIn(desk.outside('visitor'), { email, password: testPassword }, place(token)))
  if (!step.done) throw new Error('a second step was asked for')
  return step.done.sessionId
}

/** The person in that session, who last proved it long ago. */
function inSession(role: Role, sessionId: StaffActor['sessionId'], provedMsAgo = hourMs): HouseContext {
  const ctx = desk.outside(role)
  return { ...ctx, actor: { ...(ctx.actor as StaffActor), sessionId, provedAt: ctx.now - provedMsAgo } }
}
const sessionOf = async (id: StaffActor['sessionId']) => {
  const [row] = await desk.system.db.select().from(sessions).where(eq(sessions.id, id))
  return row!
}
const personOf = async (role: Role) => {
  const [row] = await desk.system.db.select().from(people).where(eq(people.id, desk.people[role].personId))
  return row!
}
const byPin = (role: Role, token: string | null, digits = pin, more: { replaces?: StaffActor['sessionId'] } = {}) =>
  answered(
    switchPerson(
      desk.outside('visitor'),
      { personId: desk.people[role].personId, pin: digits },
      { ...place(token), ...more },
    ),
  )
const eventsOf = async (event: string) => {
  const rows = await desk.system.db.select().from(auditEvents).where(eq(auditEvents.event, event))
  return rows.map(({ personId, details }) => ({ personId, details }))
}

for (const kind of await homesUnderTest()) {
  describe(`desk computers on ${kind}`, () => {
    test('a manager registers the browser after a fresh sign-in; only the hash of its cookie is kept, and another hotel sees nothing of it', async () => {
      desk = await openDesk(kind)
      expect(await codeOf(registerComputer(desk.as('front-desk'), { name: 'x' }, place()))).toBe('not-allowed')
      const late = desk.as('manager', { provedMsAgo: 6 * minuteMs })
      expect(await codeOf(registerComputer(late, { name: 'x' }, place()))).toBe('sign-in-again')
      const { token, id } = await counter()
      expect(token.length).toBeGreaterThanOrEqual(50)
      expect(JSON.stringify(await desk.system.db.select().from(deskComputers))).not.toContain(token)
      expect(await codeOf(registerComputer(desk.as('manager'), { name: 'again' }, place(token)))).toBe('computer-known')
      // The cookie of a press just before did not reach the browser yet.
      expect(await codeOf(registerComputer(desk.as('manager'), { name: 'twice' }, place()))).toBe('computer-known')
      expect((await listComputers(desk.as('manager'), place(token))).computers).toMatchObject([
        { id, name: 'Front desk left', here: true },
      ])
      expect((await listComputers(desk.as('administrator'), place())).computers).toMatchObject([{ id, here: false }])
      expect(await listComputers(desk.elsewhere('manager'), place(token))).toEqual({
        computers: [],
        registeredElsewhere: true,
      })
      expect(await codeOf(removeComputer(desk.elsewhere('manager'), { computerId: id }))).toBe('not-found')
      await removeComputer(desk.as('manager'), { computerId: id })
      expect((await listComputers(desk.as('manager'), place(token))).computers).toEqual([])
      expect((await eventsOf('computer.removed')).length + (await eventsOf('computer.registered')).length).toBe(2)
    })

    test('a PIN is set and removed only after a full proof, is kept as argon2id, and counts for R but not for how one signs in', async () => {
      desk = await openDesk(kind)
      const { at } = await counter('manager')
      expect((await personOf('manager')).pinHash).toMatch(/^\$argon2id\$/)
      expect(await codeOf(setPin(desk.outside('manager'), { pin: '123456' }))).toBe('pin-too-simple')
      expect(await codeOf(setPin(desk.outside('manager'), { pin: '12345' }))).toBe('invalid-input')
      const next = await byPin('manager', at.computerToken)
      const row = await sessionOf(next.sessionId)
      const actor: StaffActor = {
        ...(desk.as('manager').actor as StaffActor),
        sessionId: next.sessionId,
        provedAt: row.provedAt,
        pinProvedAt: row.pinProvedAt,
      }
      expect(row.pinProvedAt).toBe(row.startedAt)
      expect(row.startedAt - (row.fullAt as number)).toBeLessThan(5 * minuteMs)
      expect(row.startedAt - row.provedAt).toBeGreaterThan(5 * minuteMs)
      expect(row.secondFactorAt).toBeNull()
      expect(() => requirePermission({ ...desk.as('manager'), actor }, 'unlock.occupied')).not.toThrow()
      for (const change of [
        setPin({ ...desk.outside('manager'), actor }, { pin: '605947' }),
        removePin({ ...desk.outside('manager'), actor }),
      ])
        expect(await codeOf(change)).toBe('sign-in-again')
      await removePin(desk.outside('manager'))
      expect(await getOwnPin(desk.outside('manager'))).toEqual({ set: false, triesLeft: 5 })
      expect(await codeOf(byPin('manager', at.computerToken))).toBe('pin-not-set')
    })

    test('a PIN works only at a registered computer of a property where the person works, after a full sign-in there within twelve hours', async () => {
      desk = await openDesk(kind)
      const { token } = await counter('front-desk')
      expect(await codeOf(byPin('front-desk', null))).toBe('pin-not-here')
      expect(await codeOf(byPin('front-desk', 'made up'))).toBe('pin-not-here')
      await setPin(desk.outside('auditor'), { pin })
      await signInFully('auditor', null)
      expect(await codeOf(byPin('auditor', token))).toBe('full-sign-in-needed')
      const other = await registerComputer(desk.elsewhere('manager'), { name: 'Borealis' }, place())
      await signInFully('front-desk', other.token)
      expect(await codeOf(byPin('front-desk', other.token))).toBe('full-sign-in-needed')
      await desk.clock.advance(11 * hourMs)
      const next = await byPin('front-desk', token)
      const row = await sessionOf(next.sessionId)
      // It ends with the shift, and carries it no further.
      expect(row.fullAt).toBeLessThan(row.startedAt - 10 * hourMs)
      await desk.clock.advance(hourMs)
      expect(await codeOf(byPin('front-desk', token))).toBe('full-sign-in-needed')
      await signInFully('front-desk', token)
      expect(await codeOf(byPin('front-desk', token))).toBe('done')
    })

    test('of twenty wrong PINs at once, by two processes, five are looked at; then not even the right one, until the next full sign-in', async () => {
      desk = await openDesk(kind)
      const { token } = await counter('front-desk')
      const { personId } = desk.people['front-desk']
      const another = { ...desk.house, processId: 'prc_another' as typeof desk.house.processId }
      const tries = Array.from({ length: 20 }, (_, at) => {
        const house = at % 2 ? another : desk.house
        const ctx = openHouseContext(house, { kind: 'visitor', address: `198.51.100.${at}` })
        return codeOf(switchPerson(ctx, { personId, pin: wrongPin }, { ...place(token), address: `198.51.100.${at}` }))
      })
      const codes = await answered(Promise.all(tries))
      expect(codes.filter((code) => code === 'pin-wrong')).toHaveLength(4)
      expect(codes.filter((code) => code === 'pin-used-up')).toHaveLength(16)
      const failed = await desk.system.db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.event, 'person.sign-in-failed'))
      const counts = await auditCounts(desk.system.db)
      expect(failed.reduce((sum, { id }) => sum + (counts.get(id) ?? 1), 0)).toBe(5)
      expect(await eventsOf('person.pin-used-up')).toMatchObject([
        { personId: null, details: { name: expect.stringContaining('front-desk') } },
      ])
      expect(await codeOf(byPin('front-desk', token))).toBe('pin-used-up')
      // Knowing the password again is a full sign-in for who has no second factor; for everybody a new sign-in is.
      await signInFully('front-desk', token)
      expect(await codeOf(byPin('front-desk', token))).toBe('done')
    })

    test('a right PIN gives back its own try only: wrong ones add up over the shift', async () => {
      desk = await openDesk(kind)
      const { token } = await counter('front-desk')
      for (let round = 1; round <= 4; round++) {
        expect(await codeOf(byPin('front-desk', token, wrongPin))).toBe('pin-wrong')
        expect(await codeOf(byPin('front-desk', token))).toBe('done')
        expect((await personOf('front-desk')).pinTriesLeft).toBe(5 - round)
      }
      expect(await codeOf(byPin('front-desk', token, wrongPin))).toBe('pin-used-up')
      expect(await codeOf(byPin('front-desk', token))).toBe('pin-used-up')
    })

    test('wrong PINs slow down the passwords of the same account, and the other way round', async () => {
      desk = await openDesk(kind)
      const { token } = await counter('front-desk')
      for (let count = 1; count <= 3; count++) await codeOf(byPin('front-desk', token, wrongPin))
      const from = desk.clock.monotonicMs()
      await signInFully('front-desk', null)
      expect(desk.clock.monotonicMs() - from).toBeGreaterThanOrEqual(1000)
    })

    const ends: [string, (at: Awaited<ReturnType<typeof counter>>) => Promise<unknown>, string][] = [
      ['the account is switched off', () => disablePerson(desk.as('administrator'), who()), 'full-sign-in-needed'],
      [
        'the last role is taken',
        () => changeRoles(desk.as('administrator'), { ...who(), roles: [] }),
        'full-sign-in-needed',
      ],
      ['the password is reset', () => resetPassword(desk.as('administrator'), who()), 'full-sign-in-needed'],
      [
        'the password is changed elsewhere',
        () =>
          changeOwnPassword(
            desk.outside('front-desk'),
            { password: testPassword, newPassword: 'eleven gardeners count the rain' },
            { address: '192.0.2.1' },
          ),
        'full-sign-in-needed',
      ],
      [
        'the person signs out there',
        ({ started }) => signOut(inSession('front-desk', started['front-desk']!)),
        'full-sign-in-needed',
      ],
      [
        'the session is ended from another device',
        ({ started }) => endOwnSession(desk.outside('front-desk'), { sessionId: started['front-desk']! }),
        'full-sign-in-needed',
      ],
      ['the computer is removed', ({ id }) => removeComputer(desk.as('manager'), { computerId: id }), 'pin-not-here'],
    ]
    const who = () => ({ personId: desk.people['front-desk'].personId })
    test.each(ends)('I31: once %s a PIN opens nothing from the next request on', async (_what, end, code) => {
      desk = await openDesk(kind)
      const at = await counter('front-desk')
      expect(await codeOf(byPin('front-desk', at.token))).toBe('done')
      await answered(end(at))
      expect(await codeOf(byPin('front-desk', at.token))).toBe(code)
    })

    test('I31: with the computer, sessions that a PIN began there end; who signed in fully stays', async () => {
      desk = await openDesk(kind)
      const { token, id, started } = await counter('front-desk', 'auditor')
      await desk.clock.advance(minuteMs)
      const { sessionId } = await byPin('front-desk', token)
      expect(await removeComputer(desk.as('manager'), { computerId: id })).toEqual({ sessionsEnded: 1 })
      expect((await sessionOf(sessionId)).endedAt).not.toBeNull()
      expect((await sessionOf(started.auditor!)).endedAt).toBeNull()
    })

    test('the next person begins a session of their own by PIN, the former one ends, and the activity says who took over from whom', async () => {
      desk = await openDesk(kind)
      const { token, at, started } = await counter('front-desk', 'manager')
      const former = started['front-desk']!
      await lockScreen(inSession('front-desk', former))
      const standing = (role: Role, session: typeof former, locked = true) =>
        tellStanding(
          inSession(role, session),
          {
            actor: inSession(role, session).actor as StaffActor,
            email: desk.people[role].email,
            factors: { totp: false, passkeys: false },
            ...{ locked, leftMs: 0, idleMs: 1 },
          },
          at,
        )
      expect(await standing('front-desk', former)).toMatchObject({
        pin: { standing: 'ready', triesLeft: 5 },
        others: [{ personId: desk.people.manager.personId, name: desk.people.manager.name }],
      })
      // Names are told at a locked, registered computer only.
      expect((await standing('front-desk', former, false)).others).toEqual([])
      const next = await byPin('manager', token, pin, { replaces: former })
      expect((await sessionOf(former)).endedAt).not.toBeNull()
      expect(await sessionOf(next.sessionId)).toMatchObject({ endedAt: null, lockedAt: null })
      const told = (await eventsOf('person.signed-in')).filter(({ details }) => 'instead' in (details as object))
      expect(told).toMatchObject([
        {
          personId: desk.people.manager.personId,
          details: { pin: true, computer: 'Front desk left', instead: desk.people['front-desk'].name },
        },
      ])
      // And back: the former person's shift goes on.
      expect(await codeOf(byPin('front-desk', token, pin, { replaces: next.sessionId }))).toBe('done')
      expect(await codeOf(switchPerson(desk.outside('manager'), { ...who(), pin }, at))).toBe('not-allowed')
      const open = await desk.system.db
        .select()
        .from(sessions)
        .where(and(isNull(sessions.endedAt), eq(sessions.personId, desk.people.manager.personId)))
      expect(open.map(({ id }) => id)).not.toContain(next.sessionId)
    })

    test('a locked screen is opened by the right PIN, not by a wrong one, and by no one else’s', async () => {
      desk = await openDesk(kind)
      const { at, started } = await counter('front-desk')
      const sessionId = started['front-desk']!
      await lockScreen(inSession('front-desk', sessionId))
      const again = (digits: string) => answered(signInAgain(inSession('front-desk', sessionId), { pin: digits }, at))
      expect(await codeOf(again(wrongPin))).toBe('pin-wrong')
      expect((await sessionOf(sessionId)).lockedAt).not.toBeNull()
      await again(pin)
      const opened = await sessionOf(sessionId)
      expect([opened.lockedAt, opened.pinProvedAt]).toEqual([null, opened.usedAt])
      expect(opened.usedAt - opened.provedAt).toBeGreaterThan(5 * minuteMs)
      expect((await eventsOf('person.signed-in-again')).at(-1)?.details).toEqual({ pin: true })
      await signOut(inSession('front-desk', sessionId))
      expect(await codeOf(again(pin))).toBe('full-sign-in-needed')
    })

    test('a PIN typed in a session that was begun elsewhere binds that session to the computer, and carries no shift of its own', async () => {
      desk = await openDesk(kind)
      const { id, at } = await counter('front-desk')
      const sessionId = await signInFully('front-desk', null)
      expect(await sessionOf(sessionId)).toMatchObject({ computerId: null, fullAt: expect.any(Number) })
      await answered(signInAgain(inSession('front-desk', sessionId), { pin }, at))
      expect(await sessionOf(sessionId)).toMatchObject({
        computerId: id,
        fullAt: null,
        pinProvedAt: expect.any(Number),
      })
    })

    test('typing the whole password at a locked screen is a full proof for who has no second factor: PIN tries and shift begin anew', async () => {
      desk = await openDesk(kind)
      const { at, started } = await counter('front-desk')
      for (let count = 1; count <= 5; count++) await codeOf(byPin('front-desk', at.computerToken, wrongPin))
      await desk.clock.advance(hourMs)
      const ctx = inSession('front-desk', started['front-desk']!)
      await answered(signInAgain(ctx, { password: testPassword }, at))
      expect(await getOwnPin(ctx)).toEqual({ set: true, triesLeft: 5 })
      expect((await sessionOf(started['front-desk']!)).fullAt).toBeGreaterThanOrEqual(ctx.now)
      expect(await codeOf(byPin('front-desk', at.computerToken))).toBe('done')
    })
  })
}
