import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { requirePermission } from '../access/require-permission'
import { properties } from '../db/schema/properties'
import { people, sessions, staffRoles } from '../db/schema/staff'
import { changeRoles } from '../staff/change-roles'
import { disablePerson } from '../staff/disable-person'
import { lockScreen } from '../staff/lock-screen'
import { registerComputer } from '../staff/register-computer'
import { setPin } from '../staff/set-pin'
import { signInAgain } from '../staff/sign-in-again'
import { openDesk, type TestDesk, testPassword } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { hourMs, minuteMs, secondMs } from '../time/clock'
import type { AuthSettings, RequestFacts } from './auth-settings'
import { computerCookie } from './computer-cookie'
import { openRequest } from './open-request'
import { postSignIn } from './post-sign-in'
import { makeSessionCookie } from './session-token'

const settings: AuthSettings = {
  secret: 'a secret of tests, thirty-two characters or more',
  publicUrl: 'http://localhost:3000',
  trustedProxies: [],
}
let desk: TestDesk
afterEach(() => desk.close())

const withCookies = (cookies: Record<string, string>): RequestFacts => ({
  header: (name) => (name === 'user-agent' ? 'test' : null),
  cookie: (name) => cookies[name],
})

function cookiesOf(setCookies: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    setCookies.map((cookie) => {
      const pair = cookie.split(';')[0] ?? ''
      return [pair.slice(0, pair.indexOf('=')), decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]
    }),
  )
}

/** The browser of somebody who signed in by the form. */
async function signedIn(role: 'manager' | 'front-desk' = 'manager') {
  const form = { email: desk.people[role].email, password: testPassword, to: '/hotel-aurora/locks' }
  const answer = await postSignIn(desk.house, settings, withCookies({}), form)
  if (!answer.ok) throw new Error(answer.code)
  return { answer, facts: withCookies(cookiesOf(answer.setCookies)) }
}

const ask = (facts: RequestFacts, use: boolean, slug = 'hotel-aurora') =>
  openRequest(desk.house, settings, facts, { slug, use })

for (const kind of await homesUnderTest()) {
  describe(`requests on ${kind}`, () => {
    test('the sign-in form opens a session whose cookie carries its id only, and leads where one wanted to go', async () => {
      desk = await openDesk(kind)
      const { answer, facts } = await signedIn()
      expect(answer.to).toBe('/hotel-aurora/locks')
      expect(answer.setCookies).toHaveLength(1)
      expect(answer.setCookies[0]).toMatch(/^keydesk\.session=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Lax$/)
      const opened = await ask(facts, true)
      expect(opened.desk?.actor).toMatchObject({
        kind: 'staff',
        personId: desk.people.manager.personId,
        roles: ['manager'],
      })
      expect(opened.desk?.property).toEqual(desk.property)
      // By which the limits count.
      expect(opened.desk?.address).toBe(opened.address)
      expect(() => requirePermission(opened.desk!, 'unlock.occupied')).not.toThrow()
    })

    test('wrong, unknown and failing sign-ins come back as their code', async () => {
      desk = await openDesk(kind)
      const post = (email: string, password: string) =>
        postSignIn(desk.house, settings, withCookies({}), { email, password, to: '//evil.example' })
      expect(await post(desk.people.manager.email, 'wrong')).toEqual({ ok: false, code: 'wrong-credentials' })
      expect(await post('', '')).toEqual({ ok: false, code: 'invalid-input' })
      expect(await post(desk.people.manager.email, testPassword)).toMatchObject({ ok: true, to: '/' })
    })

    test('R: a PIN counts at the property of the computer where it was typed, not at another where the same person works', async () => {
      desk = await openDesk(kind)
      const { personId, email } = desk.people['front-desk']
      await desk.system.db
        .insert(staffRoles)
        .values({ personId, propertyId: desk.otherProperty.id, role: 'front-desk', givenAt: desk.clock.now() })
      const { token } = await registerComputer(desk.as('manager'), { name: 'Counter' }, {})
      await setPin(desk.outside('front-desk'), { pin: '739164' })
      const atComputer = { [computerCookie(settings.publicUrl).name]: token }
      const form = { email, password: testPassword, to: '/' }
      const answer = await postSignIn(desk.house, settings, withCookies(atComputer), form)
      if (!answer.ok) throw new Error(answer.code)
      const facts = withCookies({ ...atComputer, ...cookiesOf(answer.setCookies) })
      await desk.clock.advance(10 * minuteMs)
      const place = { address: '192.0.2.7', computerToken: token }
      await signInAgain((await ask(facts, true)).house, { pin: '739164' }, place)
      const act = async (slug: string) => requirePermission((await ask(facts, true, slug)).desk!, 'unlock.occupied')
      await act('hotel-aurora')
      // The dialog offers no PIN there: it would be asked for again and again.
      const refusal = { code: 'sign-in-again', details: { withoutPin: true } }
      await expect(act('hotel-borealis')).rejects.toMatchObject(refusal)
      await signInAgain((await ask(facts, true)).house, { password: testPassword }, place)
      await act('hotel-borealis')
    })

    test('I29: who has no role at a property gets no context there, whether it exists or not', async () => {
      desk = await openDesk(kind)
      const { facts } = await signedIn()
      for (const slug of ['hotel-borealis', 'no-such-hotel', '', 'HOTEL-AURORA', "x' or true--"]) {
        const opened = await ask(facts, true, slug)
        expect([slug, opened.desk, opened.signedIn?.property]).toEqual([slug, null, null])
        expect(opened.house.actor.kind).toBe('staff')
      }
    })

    test('I30: without a cookie, with a changed one or with one sealed by another secret nobody is signed in', async () => {
      desk = await openDesk(kind)
      const { answer } = await signedIn()
      const [[name, token]] = Object.entries(cookiesOf(answer.setCookies)) as [[string, string]]
      const foreign = await makeSessionCookie({ ...settings, secret: 'x'.repeat(40) }, desk.people.manager.sessionId)
      const flipped = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')
      for (const value of ['', 'x', flipped, foreign.value, `${token}.${token}`]) {
        const opened = await ask(withCookies({ [name]: value }), true)
        expect([value.length, opened.signedIn, opened.desk, opened.house.actor.kind]).toEqual([
          value.length,
          null,
          null,
          'visitor',
        ])
      }
    })

    test('navigation keeps the screen open for 15 minutes more, polls do not, and it is written at most once a minute', async () => {
      desk = await openDesk(kind)
      const { facts } = await signedIn()
      const usedAt = async () => (await ask(facts, false)).signedIn?.usedAt ?? null
      const startedAt = desk.clock.now()
      await desk.clock.advance(59 * secondMs)
      await ask(facts, true)
      expect(await usedAt()).toBe(startedAt)
      await desk.clock.advance(secondMs)
      await Promise.all([ask(facts, true), ask(facts, true), ask(facts, true)])
      expect(await usedAt()).toBe(startedAt + minuteMs)
      await desk.clock.advance(14 * minuteMs)
      expect(await usedAt()).toBe(startedAt + minuteMs)
      await desk.clock.advance(minuteMs)
      const opened = await ask(facts, true)
      expect([opened.signedIn, opened.desk, opened.sessionEnded]).toEqual([null, null, false])
      expect(opened.locked?.actor.personId).toBe(desk.people.manager.personId)
      expect(opened.house.actor.kind).toBe('visitor')
    })

    test('I31: a locked session opens nothing, from the next request on, until its person proved it again; no use and no longer setting opens it', async () => {
      desk = await openDesk(kind)
      const { facts } = await signedIn()
      const opened = (await ask(facts, true)).signedIn!
      const ctx = { ...desk.outside('manager'), actor: opened.actor }
      const place = { address: '192.0.2.1' }
      await lockScreen(ctx)
      for (const use of [true, false]) expect((await ask(facts, use)).desk).toBeNull()
      await signInAgain(ctx, { password: testPassword }, place)
      expect((await ask(facts, false)).desk).not.toBeNull()
      // The shortest of the person's properties counts; found locked once, it stays so.
      const idle = (minutes: number) => desk.system.db.update(properties).set({ idleLockMinutes: minutes })
      await idle(2)
      await desk.clock.advance(2 * minuteMs - 1)
      expect((await ask(facts, false)).desk).not.toBeNull()
      await desk.clock.advance(1)
      expect((await ask(facts, true)).locked).not.toBeNull()
      await idle(60)
      expect((await ask(facts, true)).desk).toBeNull()
      await signInAgain({ ...ctx, now: desk.clock.now() }, { password: testPassword }, place)
      expect((await ask(facts, false)).desk).not.toBeNull()
    })

    test('where a minute is all that the lock waits, whoever goes on working is not locked out', async () => {
      desk = await openDesk(kind)
      await desk.system.db.update(properties).set({ idleLockMinutes: 1 })
      const { facts } = await signedIn()
      for (let count = 0; count < 20; count++) {
        await desk.clock.advance(20 * secondMs)
        expect((await ask(facts, true)).desk).not.toBeNull()
      }
    })

    test('a full sign-in at a browser ends the session that it had', async () => {
      desk = await openDesk(kind)
      const { facts } = await signedIn('front-desk')
      const form = { email: desk.people.manager.email, password: testPassword, to: null }
      const answer = await postSignIn(desk.house, settings, facts, form)
      expect(answer).toMatchObject({ ok: true, personId: desk.people.manager.personId })
      expect(await ask(facts, false)).toMatchObject({ signedIn: null, locked: null, sessionEnded: true })
    })

    test('twelve hours end a session that is used all the time', async () => {
      desk = await openDesk(kind)
      const { facts } = await signedIn()
      for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
        expect((await ask(facts, true)).desk).not.toBeNull()
        await desk.clock.advance(10 * minuteMs)
      }
      expect((await ask(facts, true)).desk).not.toBeNull()
      await desk.clock.advance(10 * minuteMs)
      expect((await ask(facts, true)).desk).toBeNull()
    })

    test('I31: a role given, taken or changed, an account switched off and a session ended count from the next request on', async () => {
      desk = await openDesk(kind)
      const { facts } = await signedIn('front-desk')
      const { personId } = desk.people['front-desk']
      const held = async () => {
        const { actor } = (await ask(facts, false)).desk ?? {}
        return actor?.kind === 'staff' ? [...actor.roles].sort() : null
      }
      expect(await held()).toEqual(['front-desk'])
      await changeRoles(desk.as('administrator'), { personId, roles: ['maintenance', 'front-desk'] })
      expect(await held()).toEqual(['front-desk', 'maintenance'])
      await changeRoles(desk.as('administrator'), { personId, roles: [] })
      expect(await held()).toBeNull()
      await desk.system.db
        .insert(staffRoles)
        .values({ personId, propertyId: desk.property.id, role: 'auditor', givenAt: 1 })
      expect(await held()).toEqual(['auditor'])
      await disablePerson(desk.as('administrator'), { personId })
      expect((await ask(facts, false)).signedIn).toBeNull()
      await desk.system.db.update(people).set({ disabledAt: null }).where(eq(people.id, personId))
      expect((await ask(facts, false)).signedIn).toBeNull()
    })

    test('R: what counts as proved is the last sign-in or sign-in again of this session, five minutes long', async () => {
      desk = await openDesk(kind)
      const { facts } = await signedIn()
      await desk.clock.advance(5 * minuteMs + 1)
      const late = (await ask(facts, true)).desk!
      expect(() => requirePermission(late, 'unlock.occupied')).toThrow(
        expect.objectContaining({ code: 'sign-in-again' }),
      )
      await desk.system.db
        .update(sessions)
        .set({ provedAt: desk.clock.now() })
        .where(eq(sessions.personId, desk.people.manager.personId))
      expect(() => requirePermission(desk.as('manager'), 'unlock.occupied')).not.toThrow()
      const proved = (await ask(facts, true)).desk!
      expect(() => requirePermission(proved, 'unlock.occupied')).not.toThrow()
      await desk.clock.advance(hourMs)
    })
  })
}

test('over https the session cookie is bound to the host and to https', async () => {
  desk = await openDesk()
  const secure = { ...settings, publicUrl: 'https://desk.hotel.example' }
  const form = { email: desk.people.manager.email, password: testPassword, to: null }
  const answer = await postSignIn(desk.house, secure, withCookies({}), form)
  if (!answer.ok) throw new Error(answer.code)
  expect(answer.setCookies[0]).toMatch(
    /^__Host-keydesk\.session=.+; Path=\/; Expires=.+; HttpOnly; Secure; SameSite=Lax$/,
  )
})
