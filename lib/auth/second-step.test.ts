import { eq } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { afterEach, describe, expect, test } from 'vitest'
import { sessions, staffRoles } from '../db/schema/staff'
import { confirmTotp, draftTotp } from '../staff/set-up-totp'
import { openDesk, type TestDesk, testPassword } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs, hourMs, minuteMs } from '../time/clock'
import type { AuthSettings, RequestFacts } from './auth-settings'
import { openRequest } from './open-request'
import { postSignIn } from './post-sign-in'
import { makeSessionCookie, sessionCookie } from './session-token'

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
const ask = (cookies: Record<string, string>) =>
  openRequest(desk.house, settings, withCookies(cookies), { slug: 'hotel-aurora', use: true })
const post = (form: Parameters<typeof postSignIn>[3]) => postSignIn(desk.house, settings, withCookies({}), form)

async function setUp() {
  const { draft, secret } = await draftTotp(desk.outside('manager'))
  const code = () =>
    new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({ timestamp: desk.clock.now() })
  await confirmTotp(desk.outside('manager'), { draft, code: code() }, { address: '192.0.2.7' })
  await desk.clock.advance(minuteMs)
  return code
}

for (const kind of await homesUnderTest()) {
  describe(`the second step on ${kind}`, () => {
    test('a right password alone starts no session: what it gives opens nothing, wherever it is put', async () => {
      desk = await openDesk(kind)
      const code = await setUp()
      const before = (await desk.system.db.select().from(sessions)).length
      const first = await post({ email: desk.people.manager.email, password: testPassword, to: '/hotel-aurora/locks' })
      if (first.ok || first.pending === undefined) throw new Error('no second step')
      expect(first.code).toBe('second-factor-needed')
      expect(await desk.system.db.select().from(sessions)).toHaveLength(before)
      const { name } = sessionCookie(settings)
      for (const cookies of [
        { [name]: first.pending },
        { 'keydesk.pending-sign-in': first.pending },
        { [name]: (await makeSessionCookie(settings, first.pending as `ses_${string}`)).value },
      ]) {
        const opened = await ask(cookies)
        expect([opened.signedIn, opened.desk, opened.house.actor.kind]).toEqual([null, null, 'visitor'])
      }
      expect(await post({ pending: first.pending, code: '', to: null })).toMatchObject({ ok: false })
      expect(await post({ code: code(), to: null })).toMatchObject({ ok: false, code: 'invalid-input' })
      expect(await post({ pending: 'none', code: code(), to: null })).toMatchObject({
        ok: false,
        code: 'sign-in-ended',
      })
      const done = await post({ pending: first.pending, code: code(), to: '/hotel-aurora/locks' })
      if (!done.ok) throw new Error(done.code)
      expect(done.to).toBe('/hotel-aurora/locks')
      const value = decodeURIComponent(done.setCookies[0]?.split(';')[0]?.split('=').slice(1).join('=') ?? '')
      const opened = await ask({ [name]: value })
      expect(opened.signedIn).toMatchObject({ factorShown: 'totp', secondFactor: { state: 'yes' } })
      expect(opened.desk?.actor).toMatchObject({ personId: desk.people.manager.personId })
    })

    test('what is typed in place of a session’s cookie by the wrong form is told as wrong, and a passkey that is no JSON is refused', async () => {
      desk = await openDesk(kind)
      await setUp()
      expect(await post({ passkey: '{', to: null })).toMatchObject({ ok: false, code: 'invalid-input' })
      expect(await post({ email: desk.people.manager.email, password: 'wrong', to: null })).toEqual({
        ok: false,
        code: 'wrong-credentials',
      })
    })

    test('a manager without a second factor is led to set one up from the eighth day of the role on; others are not', async () => {
      desk = await openDesk(kind)
      const opened = async (role: 'manager' | 'front-desk') => {
        const cookie = await makeSessionCookie(settings, desk.people[role].sessionId)
        await desk.system.db
          .update(sessions)
          .set({ startedAt: desk.clock.now(), usedAt: desk.clock.now() })
          .where(eq(sessions.id, desk.people[role].sessionId))
        return (await ask({ [cookie.name]: cookie.value })).signedIn?.secondFactor
      }
      const givenAt = desk.clock.now()
      await desk.clock.advance(7 * dayMs - hourMs)
      expect(await opened('manager')).toEqual({ state: 'until', at: givenAt + 7 * dayMs })
      await desk.clock.advance(2 * hourMs)
      expect(await opened('manager')).toEqual({ state: 'missing' })
      expect(await opened('front-desk')).toEqual({ state: 'not-needed' })
      // The role at another property counts here too.
      await desk.system.db.insert(staffRoles).values({
        personId: desk.people['front-desk'].personId,
        propertyId: desk.otherProperty.id,
        role: 'administrator',
        givenAt,
      })
      expect(await opened('front-desk')).toEqual({ state: 'missing' })
    })
  })
}
