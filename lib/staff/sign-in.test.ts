import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { auditEvents } from '../db/schema/audit'
import { people, sessions, signInFailures } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { auditCounts } from '../testing/audit-counts'
import { openDesk, type TestDesk, testPassword } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { minuteMs } from '../time/clock'
import { verifyPassword } from './hash-password'
import { signIn } from './sign-in'
import { signInAgain } from './sign-in-again'

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
const enter = (email: string, password: string, address = '192.0.2.7') =>
  signIn(desk.outside('visitor'), { email, password }, { address, userAgent: 'test' })
const fail = (email: string, address?: string) => codeOf(enter(email, 'not the password at all', address))

/** How much of the desk's time a try takes: the clock is moved until it is answered. */
async function msUntilAnswered(work: Promise<unknown>): Promise<number> {
  const from = desk.clock.monotonicMs()
  let answered = false
  const settled = work
    .catch(() => {})
    .finally(() => {
      answered = true
    })
  const deadline = performance.now() + 20_000
  while (!answered && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (desk.clock.waiting() > 0) await desk.clock.advance(500)
  }
  await settled
  return desk.clock.monotonicMs() - from
}

for (const kind of await homesUnderTest()) {
  describe(`signing in on ${kind}`, () => {
    test('wrong password, unknown account and switched-off account are told alike; capitals and spaces in the email do not matter', async () => {
      desk = await openDesk(kind)
      const { email, personId } = desk.people.manager
      expect(await fail(email)).toBe('wrong-credentials')
      expect(await fail('nobody@aurora.test')).toBe('wrong-credentials')
      expect(await codeOf(enter(` ${email.toUpperCase()} `, testPassword))).toBe('done')
      await desk.system.db.update(people).set({ disabledAt: desk.clock.now() }).where(eq(people.id, personId))
      expect(await codeOf(enter(email, testPassword))).toBe('wrong-credentials')
    })

    test('failures for one account slow it down from every address, and the right password still opens it', async () => {
      desk = await openDesk(kind)
      const { email } = desk.people.manager
      const taken: number[] = []
      for (let count = 1; count <= 9; count++)
        taken.push(await msUntilAnswered(enter(email, 'wrong', `198.51.100.${count}`)))
      expect(taken).toEqual([0, 0, 0, 1000, 2000, 4000, 8000, 10_000, 10_000])
      let done = ''
      const rightOne = enter(email, testPassword, '203.0.113.9').then(() => {
        done = 'signed in'
      })
      expect(await msUntilAnswered(rightOne)).toBe(10_000)
      expect(done).toBe('signed in')
      // The account starts anew after it was proved whose it is.
      expect(await msUntilAnswered(enter(email, 'wrong', '203.0.113.10'))).toBe(0)
    })

    test('failures from one address slow it down for every account, and knowing one password does not clear it', async () => {
      desk = await openDesk(kind)
      for (let count = 1; count <= 10; count++)
        expect(await msUntilAnswered(enter(`a${count}@x.test`, 'wrong'))).toBe(0)
      expect(await msUntilAnswered(enter('a11@x.test', 'wrong'))).toBe(1000)
      expect(await msUntilAnswered(enter(desk.people.auditor.email, testPassword))).toBe(2000)
      expect(await msUntilAnswered(enter('a12@x.test', 'wrong'))).toBe(2000)
      expect(await msUntilAnswered(enter('a13@x.test', 'wrong', '198.51.100.1'))).toBe(0)
    })

    test('many tries at once do not get past the count, and one address cannot let more than eight wait', async () => {
      desk = await openDesk(kind)
      const { email } = desk.people.manager
      const tries = Array.from({ length: 15 }, () => codeOf(enter(email, 'wrong')))
      const deadline = performance.now() + 20_000
      let refused = 0
      for (const each of tries) each.then((code) => (refused += code === 'too-many-tries' ? 1 : 0))
      while ((desk.clock.waiting() < 8 || refused < 4) && performance.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 5))
      await msUntilAnswered(Promise.all(tries))
      const codes = await Promise.all(tries)
      expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(3 + 8)
      expect(codes.filter((code) => code === 'too-many-tries')).toHaveLength(4)
      // Somebody else's tries never keep the person out.
      const own = enter(email, testPassword, '203.0.113.9')
      await msUntilAnswered(own)
      expect(await codeOf(own)).toBe('done')
    })

    test('a quarter of an hour without a failure forgets them', async () => {
      desk = await openDesk(kind)
      const { email } = desk.people.manager
      for (let count = 1; count <= 5; count++) await msUntilAnswered(enter(email, 'wrong'))
      await desk.clock.advance(15 * minuteMs + 1)
      expect(await msUntilAnswered(enter(email, 'wrong'))).toBe(0)
      const rows = await desk.system.db.select().from(signInFailures)
      expect(rows.map(({ failures }) => failures)).toEqual([1, 1])
      // Neither email nor address is kept in the clear.
      expect(rows.some(({ subject }) => subject.includes('@') || subject.includes('192.'))).toBe(false)
    })

    test('signing in again proves it for the session that asked, and its failures slow the same account down', async () => {
      desk = await openDesk(kind)
      const { sessionId, email } = desk.people.manager
      await desk.clock.advance(10 * minuteMs)
      const place = { address: '192.0.2.1' }
      for (let count = 1; count <= 3; count++)
        expect(await codeOf(signInAgain(desk.outside('manager'), { password: 'wrong' }, place))).toBe(
          'wrong-credentials',
        )
      expect(await msUntilAnswered(signInAgain(desk.outside('manager'), { password: 'wrong' }, place))).toBe(1000)
      expect(await msUntilAnswered(enter(email, 'wrong', '203.0.113.9'))).toBe(2000)
      const proof = signInAgain(desk.outside('manager'), { password: testPassword }, place)
      await msUntilAnswered(proof)
      const [row] = await desk.system.db.select().from(sessions).where(eq(sessions.id, sessionId))
      expect(row!.provedAt).toBe((await proof).provedAt)
      expect(row!.provedAt).toBeGreaterThan(row!.startedAt)
      await desk.system.db.update(sessions).set({ endedAt: desk.clock.now() }).where(eq(sessions.id, sessionId))
      expect(await codeOf(signInAgain(desk.outside('manager'), { password: testPassword }, place))).toBe(
        'not-signed-in',
      )
    })

    test('the activity tells who signed in, and failures with a count instead of a line each', async () => {
      desk = await openDesk(kind)
      const { email, personId } = desk.people.manager
      for (let count = 1; count <= 3; count++) await fail(email)
      await msUntilAnswered(enter(email, testPassword))
      const rows = await desk.system.db.select().from(auditEvents).where(eq(auditEvents.actorKind, 'visitor'))
      const counts = await auditCounts(desk.system.db)
      expect(rows.map(({ event, id }) => [event, counts.get(id)])).toEqual([['person.sign-in-failed', 3]])
      const own = await desk.system.db.select().from(auditEvents).where(eq(auditEvents.personId, personId))
      expect(own.map(({ event }) => event)).toEqual(['person.signed-in'])
      expect(JSON.stringify([rows, own])).not.toContain('umbrellas')
    })
  })
}

test('an unknown account costs the work of a known one', async () => {
  desk = await openDesk()
  const [person] = await desk.system.db.select().from(people).limit(1)
  const best = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY }
  for (let round = 0; round < 15; round++) {
    for (const [account, hash] of [
      ['known', person!.passwordHash],
      ['unknown', null],
    ] as const) {
      const from = performance.now()
      expect(await verifyPassword(hash, 'not the password at all')).toBe(false)
      best[account] = Math.min(best[account], performance.now() - from)
    }
  }
  expect(best.unknown / best.known).toBeGreaterThan(0.5)
  expect(best.unknown / best.known).toBeLessThan(2)
})
