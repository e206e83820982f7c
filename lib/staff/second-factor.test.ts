import { and, eq } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { afterEach, describe, expect, test } from 'vitest'
import type { HouseContext } from '../access/context'
import type { Role } from '../access/permissions'
import { auditEvents } from '../db/schema/audit'
import { people, recoveryCodes, sessions, staffRoles } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { openDesk, type TestDesk, testPassword } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs, hourMs, minuteMs, secondMs } from '../time/clock'
import { changeOwnPassword } from './change-own-password'
import { changeRoles } from './change-roles'
import { finishSignIn } from './finish-sign-in'
import { makeFactorResetCode } from './make-factor-reset-code'
import { makeRecoveryCodes } from './make-recovery-codes'
import { getOwnFactors, listStaff } from './queries'
import { removeTotp } from './remove-totp'
import { confirmTotp, draftTotp } from './set-up-totp'
import { signIn } from './sign-in'
import { signInAgain } from './sign-in-again'

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

/** What the person's authenticator app shows. */
const appCode = (secret: string, at = desk.clock.now()) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({ timestamp: at })

async function setUp(role: Role = 'manager') {
  const ctx = desk.outside(role)
  const { draft, secret, uri } = await draftTotp(ctx)
  const made = await answered(confirmTotp(ctx, { draft, code: appCode(secret) }, place))
  return { secret, uri, ...made }
}
async function pendingOf(role: Role = 'manager', password = testPassword) {
  const email = desk.people[role].email
  const step = await answered(signIn(desk.outside('visitor'), { email, password }, place))
  if (step.done) throw new Error('signed in without a second step')
  return step.pending
}
const second = async (code: string, pending?: string, address = place.address) =>
  answered(
    finishSignIn(desk.outside('visitor'), { pending: pending ?? (await pendingOf()), code }, { ...place, address }),
  )
const rowOf = async (role: Role = 'manager') => {
  const [row] = await desk.system.db.select().from(people).where(eq(people.id, desk.people[role].personId))
  return row!
}
const events = async () => (await desk.system.db.select().from(auditEvents)).map(({ event }) => event)
const later = (ms: number) => desk.clock.advance(ms)

/** Moves the clock while a try waits its turn. */
async function answered<T>(work: Promise<T>): Promise<T> {
  let over = false
  const settled = work.catch(() => {}).finally(() => (over = true))
  const deadline = performance.now() + 20_000
  while (!over && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (desk.clock.waiting() > 0) await desk.clock.advance(500)
  }
  await settled
  return work
}

for (const kind of await homesUnderTest()) {
  describe(`second factor on ${kind}`, () => {
    test('a secret counts once a first code from it was right, is sealed to its row, and other sessions end', async () => {
      desk = await openDesk(kind)
      const ctx = desk.outside('manager')
      const { sessionId } = desk.people.manager
      await desk.system.db.insert(sessions).values({
        ...(await desk.system.db.select().from(sessions).where(eq(sessions.id, sessionId)))[0]!,
        id: 'ses_0000000000000000000000000',
      })
      const { draft, secret, uri } = await draftTotp(ctx)
      expect(uri).toMatch(/^otpauth:\/\/totp\/Keydesk:manager%40aurora\.test\?issuer=Keydesk&secret=[A-Z2-7]{32}&/)
      expect(secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
      expect((await rowOf()).totpSealed).toBeNull()
      const wrong = appCode(secret, desk.clock.now() + hourMs)
      expect(await codeOf(confirmTotp(ctx, { draft, code: wrong }, place))).toBe('authenticator-code-wrong')
      expect(await codeOf(confirmTotp(desk.outside('auditor'), { draft, code: appCode(secret) }, place))).toBe(
        'set-up-ended',
      )
      const made = await confirmTotp(
        ctx,
        { draft, code: ` ${appCode(secret).slice(0, 3)} ${appCode(secret).slice(3)}` },
        place,
      )
      expect(made.sessionsEnded).toBe(1)
      expect(new Set(made.recoveryCodes).size).toBe(10)
      const row = await rowOf()
      expect(row.totpSealed).not.toContain(secret.replaceAll(' ', ''))
      expect(() =>
        desk.house.sealer.unseal(row.totpSealed!, `people.totp_sealed:${desk.people.auditor.personId}`),
      ).toThrow()
      const [session] = await desk.system.db.select().from(sessions).where(eq(sessions.id, sessionId))
      expect([session!.secondFactorBy, session!.endedAt]).toEqual(['totp', null])
      expect(await getOwnFactors(ctx)).toMatchObject({ recoveryCodesLeft: 10, standing: { state: 'yes' } })
    })

    test('what decides how one signs in needs a sign-in within five minutes, and a shown secret is good for half an hour', async () => {
      desk = await openDesk(kind)
      const { draft, secret } = await draftTotp(desk.outside('manager'))
      const ctx: HouseContext = desk.outside('manager')
      const late = { ...ctx, now: ctx.now + 5 * minuteMs + 1 }
      for (const run of [
        () => draftTotp(late),
        () => confirmTotp(late, { draft, code: appCode(secret) }, place),
        () => removeTotp(late),
        () => makeRecoveryCodes(late),
      ])
        expect(await codeOf(run())).toBe('sign-in-again')
      expect(await codeOf(draftTotp(desk.outside('visitor')))).toBe('not-signed-in')
      await later(30 * minuteMs)
      expect(await codeOf(confirmTotp(desk.outside('manager'), { draft, code: appCode(secret) }, place))).toBe(
        'set-up-ended',
      )
    })

    test('after the password the second step is asked for; each code works once, with one step of drift either way', async () => {
      desk = await openDesk(kind)
      const { secret } = await setUp()
      const first = appCode(secret)
      expect(await codeOf(second(first))).toBe('second-factor-wrong')
      await later(30 * secondMs)
      const code = appCode(secret)
      const done = await second(code)
      expect(done).toMatchObject({ personId: desk.people.manager.personId, factor: 'totp', oneTimePassword: false })
      const [session] = await desk.system.db.select().from(sessions).where(eq(sessions.id, done.sessionId))
      expect([session!.secondFactorBy, session!.secondFactorAt]).toEqual(['totp', desk.clock.now()])
      expect(await codeOf(second(code))).toBe('second-factor-wrong')
      await later(10 * minuteMs)
      const now = desk.clock.now()
      expect(await codeOf(second(appCode(secret, now - 60 * secondMs)))).toBe('second-factor-wrong')
      expect(await codeOf(second(appCode(secret, now + 60 * secondMs)))).toBe('second-factor-wrong')
      expect(await codeOf(second(appCode(secret, now - 30 * secondMs)))).toBe('done')
      expect(await codeOf(second(appCode(secret, now + 30 * secondMs)))).toBe('done')
      // Older than one that was taken: it may have been seen.
      expect(await codeOf(second(appCode(secret, now)))).toBe('second-factor-wrong')
    })

    test('one code typed at two places at once opens one of them', async () => {
      desk = await openDesk(kind)
      const { secret } = await setUp()
      await later(minuteMs)
      const pending = await pendingOf()
      const codes = await Promise.all([1, 2, 3].map(() => codeOf(second(appCode(secret), pending))))
      expect(codes.sort()).toEqual(['done', 'second-factor-wrong', 'second-factor-wrong'])
    })

    test('I12: a clock that was a day ahead and went back keeps nobody out', async () => {
      desk = await openDesk(kind)
      const { secret } = await setUp()
      const { personId } = desk.people.manager
      const ahead = Math.floor((desk.clock.now() + dayMs) / 30_000)
      await desk.system.db.update(people).set({ totpStep: ahead }).where(eq(people.id, personId))
      expect(await codeOf(second(appCode(secret)))).toBe('done')
      expect(await codeOf(second(appCode(secret)))).toBe('second-factor-wrong')
    })

    test('the first step is good for five minutes, for its person and password only', async () => {
      desk = await openDesk(kind)
      const { secret } = await setUp()
      await setUp('auditor')
      await later(minuteMs)
      const pending = await pendingOf()
      expect(await codeOf(second(appCode(secret), await pendingOf('auditor')))).toBe('second-factor-wrong')
      for (const other of [
        'none',
        pending.slice(0, -3),
        `${pending}x`,
        desk.house.sealer.seal('{}', 'pending-sign-in'),
      ])
        expect(await codeOf(second(appCode(secret), other))).toBe('sign-in-ended')
      const { personId } = desk.people.manager
      await desk.system.db.update(people).set({ disabledAt: desk.clock.now() }).where(eq(people.id, personId))
      expect(await codeOf(second(appCode(secret), pending))).toBe('sign-in-ended')
      await desk.system.db.update(people).set({ disabledAt: null }).where(eq(people.id, personId))
      const before = await rowOf()
      await desk.system.db.update(people).set({ passwordHash: 'another' }).where(eq(people.id, personId))
      expect(await codeOf(second(appCode(secret), pending))).toBe('sign-in-ended')
      await desk.system.db.update(people).set({ passwordHash: before.passwordHash }).where(eq(people.id, personId))
      await later(4 * minuteMs)
      expect(await codeOf(second(appCode(secret), pending))).toBe('done')
      await later(minuteMs)
      expect(await codeOf(second(appCode(secret), pending))).toBe('sign-in-ended')
    })

    test('wrong codes slow down and end after ten, whatever a right password does meanwhile; a quarter of an hour forgets them', async () => {
      desk = await openDesk(kind)
      const { secret, recoveryCodes: codes } = await setUp()
      await later(minuteMs)
      const told: string[] = []
      for (let count = 1; count <= 12; count++) {
        const wrong = appCode(secret, desk.clock.now() + count * hourMs)
        told.push(await codeOf(second(wrong, await pendingOf(), `198.51.100.${count}`)))
      }
      expect(told).toEqual([...Array(10).fill('second-factor-wrong'), 'too-many-tries', 'too-many-tries'])
      expect(await codeOf(second(appCode(secret), undefined, '203.0.113.1'))).toBe('too-many-tries')
      // What cannot be guessed still opens, and somebody else is not held up.
      expect(await codeOf(second(codes?.[0] ?? '', undefined, '203.0.113.1'))).toBe('done')
      const other = await setUp('auditor')
      await later(minuteMs)
      expect(await codeOf(second(appCode(other.secret), await pendingOf('auditor'), '203.0.113.2'))).toBe('done')
      await later(15 * minuteMs + 1)
      expect(await codeOf(second(appCode(secret), undefined, '203.0.113.3'))).toBe('done')
    })

    test('a recovery code works once, for its person, however it is typed; new ones void the old; the activity tells it', async () => {
      desk = await openDesk(kind)
      const { recoveryCodes: codes } = await setUp()
      const [one = '', two = ''] = codes ?? []
      expect(await second(` ${one.toUpperCase().replace('-', ' ')} `)).toMatchObject({ factor: 'recovery-code' })
      expect(await codeOf(second(one))).toBe('second-factor-wrong')
      await setUp('auditor')
      expect(await codeOf(second(two, await pendingOf('auditor')))).toBe('second-factor-wrong')
      expect(await getOwnFactors(desk.outside('manager'))).toMatchObject({ recoveryCodesLeft: 9 })
      const used = (await desk.system.db.select().from(auditEvents)).find(
        ({ event }) => event === 'person.recovery-code-used',
      )
      expect(used).toMatchObject({ personId: desk.people.manager.personId, details: { count: 9 } })
      const { recoveryCodes: fresh } = await makeRecoveryCodes(desk.outside('manager'))
      expect(await codeOf(second(two))).toBe('second-factor-wrong')
      expect(await codeOf(second(fresh[0] ?? ''))).toBe('done')
      const kept = JSON.stringify(await desk.system.db.select().from(recoveryCodes))
      for (const code of [...(codes ?? []), ...fresh]) expect(kept).not.toContain(code.replace('-', ''))
    })

    test('R: signed in again by a code of the app, once each; a recovery code is not asked for there', async () => {
      desk = await openDesk(kind)
      const { secret, recoveryCodes: codes } = await setUp()
      await later(10 * minuteMs)
      const ctx = () => desk.outside('manager')
      const code = appCode(secret)
      expect(await codeOf(signInAgain(ctx(), { code: codes?.[0] ?? '' }, place))).toBe('invalid-input')
      expect(await codeOf(signInAgain(ctx(), { code: appCode(secret, desk.clock.now() + hourMs) }, place))).toBe(
        'second-factor-wrong',
      )
      const { provedAt } = await signInAgain(ctx(), { code }, place)
      const [session] = await desk.system.db
        .select()
        .from(sessions)
        .where(eq(sessions.id, desk.people.manager.sessionId))
      expect([session!.provedAt, session!.secondFactorBy]).toEqual([provedAt, 'totp'])
      expect(await codeOf(signInAgain(ctx(), { code }, place))).toBe('second-factor-wrong')
      expect(await codeOf(signInAgain(desk.outside('auditor'), { code: appCode(secret) }, place))).toBe(
        'second-factor-wrong',
      )
      expect(await codeOf(signInAgain(ctx(), { password: testPassword }, place))).toBe('done')
    })

    test('a password of eight characters counts beside a second factor only, and keeps the last factor', async () => {
      desk = await openDesk(kind)
      const change = (role: Role, password: string, newPassword: string) =>
        codeOf(changeOwnPassword(desk.outside(role), { password, newPassword }, place))
      expect(await change('auditor', testPassword, 'ru7-vok!')).toBe('password-too-short')
      await setUp('auditor')
      expect(await change('auditor', testPassword, 'ru7-vo!')).toBe('password-too-short')
      expect(await change('auditor', testPassword, 'ru7-vok!')).toBe('done')
      expect(await codeOf(removeTotp(desk.outside('auditor')))).toBe('password-too-short')
      expect(await change('auditor', 'ru7-vok!', 'nine umbrellas in the porter’s room')).toBe('done')
      expect(await codeOf(removeTotp(desk.outside('auditor')))).toBe('done')
      expect(await getOwnFactors(desk.outside('auditor'))).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 })
      // Who must have one keeps it.
      await setUp('manager')
      expect(await codeOf(removeTotp(desk.outside('manager')))).toBe('second-factor-required')
      expect(await events()).toEqual(expect.arrayContaining(['person.factor-set-up', 'person.factor-removed']))
    })

    test('managers and administrators may do without one for seven days after the role was given, whatever else changes', async () => {
      desk = await openDesk(kind)
      const standing = async (role: Role) =>
        (await listStaff(desk.as('manager'))).find(({ id }) => id === desk.people[role].personId)?.secondFactor
      const givenAt = desk.clock.now()
      for (const role of ['front-desk', 'housekeeping', 'maintenance', 'auditor'] as const)
        expect([role, await standing(role)]).toEqual([role, { state: 'not-needed' }])
      await later(7 * dayMs - hourMs)
      const until = { state: 'until', at: givenAt + 7 * dayMs }
      expect([await standing('manager'), await standing('administrator')]).toEqual([until, until])
      // Another role beside it does not begin the week anew; a role given now does begin its own.
      await changeRoles(desk.as('administrator'), {
        personId: desk.people.manager.personId,
        roles: ['front-desk', 'manager'],
      })
      await changeRoles(desk.as('administrator'), {
        personId: desk.people.auditor.personId,
        roles: ['auditor', 'manager'],
      })
      expect(await standing('manager')).toEqual(until)
      expect(await standing('auditor')).toEqual({ state: 'until', at: desk.clock.now() + 7 * dayMs })
      await later(2 * hourMs)
      expect(await standing('manager')).toEqual({ state: 'missing' })
      await setUp('manager')
      expect(await standing('manager')).toEqual({ state: 'yes' })
    })

    test('the console’s code takes a lost factor away: for its person, half an hour, ten tries, once', async () => {
      desk = await openDesk(kind)
      const { email, personId, sessionId } = desk.people.manager
      const make = () => makeFactorResetCode(desk.outside('system'), { email: email.toUpperCase() })
      expect(await codeOf(make())).toBe('not-found')
      const { recoveryCodes: codes } = await setUp()
      expect(await codeOf(makeFactorResetCode(desk.outside('administrator'), { email }))).toBe('not-allowed')
      const early = await make()
      const { code, name } = await make()
      expect([name, code]).toEqual([desk.people.manager.name, expect.stringMatching(/^(\w{5}-){3}\w{5}$/)])
      await setUp('auditor')
      expect(await codeOf(second(code, await pendingOf('auditor')))).toBe('second-factor-wrong')
      expect(await codeOf(second(early.code))).toBe('second-factor-wrong')
      await later(30 * minuteMs)
      expect(await codeOf(second(code))).toBe('second-factor-wrong')
      const again = await make()
      for (let count = 1; count <= 10; count++) {
        expect(await codeOf(second('22222-22222-22222-22222'))).toBe('second-factor-wrong')
      }
      expect(await codeOf(second(again.code))).toBe('second-factor-wrong')
      const good = await make()
      const done = await second(` ${good.code.toUpperCase()}`)
      expect(done.factor).toBe('reset-code')
      const row = await rowOf()
      expect([row.totpSealed, row.totpConfirmedAt]).toEqual([null, null])
      const [before] = await desk.system.db.select().from(sessions).where(eq(sessions.id, sessionId))
      const [after] = await desk.system.db.select().from(sessions).where(eq(sessions.id, done.sessionId))
      expect([before!.endedAt, after!.endedAt, after!.secondFactorAt]).toEqual([expect.any(Number), null, null])
      // The password alone signs in now; neither that code nor the old recovery codes are asked for any more.
      const step = await answered(signIn(desk.outside('visitor'), { email, password: testPassword }, place))
      expect(step.done?.factor).toBeNull()
      expect(codes?.length).toBe(10)
      expect(await desk.system.db.select().from(recoveryCodes).where(eq(recoveryCodes.personId, personId))).toEqual([])
      expect(await events()).toEqual(expect.arrayContaining(['person.factor-reset-asked', 'person.factor-reset']))
    })
  })
}

test('a role that was taken and given again counts from when it was given', async () => {
  desk = await openDesk()
  const { personId } = desk.people.auditor
  await later(8 * dayMs)
  await changeRoles(desk.as('administrator'), { personId, roles: ['auditor', 'manager'] })
  const [row] = await desk.system.db
    .select()
    .from(staffRoles)
    .where(and(eq(staffRoles.personId, personId), eq(staffRoles.role, 'manager')))
  expect(row!.givenAt).toBe(desk.clock.now())
})
