import { eq, sql } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { claimLease, findLease } from '../db/leases'
import { leases } from '../db/schema/leases'
import { passkeyChallenges, rateCounts, sessions, signInFailures } from '../db/schema/staff'
import { newId } from '../ids/ids'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs } from '../time/clock'
import { sweepDaily } from './daily-sweep'

let desk: TestDesk
afterEach(() => desk.close())

test.each(await homesUnderTest())(
  'on %s: what nobody needs any more goes within a day, and nothing that is in use',
  async (kind) => {
    desk = await openDesk(kind)
    const { house, people } = desk
    const { db } = house.home
    const now = desk.clock.now()
    const [mine, theirs] = [people.manager, people.auditor]
    const session = (ageDays: number, row: Partial<typeof sessions.$inferInsert> = {}) => {
      const at = now - ageDays * dayMs
      const { personId } = mine
      return {
        id: newId('session'),
        personId,
        startedAt: at,
        usedAt: at,
        provedAt: at,
        address: '',
        userAgent: '',
        ...row,
      }
    }
    const old = session(91, { endedAt: now - 91 * dayMs })
    const lapsed = session(91)
    const lately = session(89, { endedAt: now - 89 * dayMs })
    await db.insert(sessions).values([old, lapsed, lately])
    await db
      .update(sessions)
      .set({ startedAt: now - 400 * dayMs, usedAt: now - 400 * dayMs })
      .where(eq(sessions.id, theirs.sessionId))
    await db.insert(signInFailures).values([
      { subject: 'account:old', failures: 3, lastFailedAt: now - 3 * dayMs },
      { subject: 'account:new', failures: 3, lastFailedAt: now - 1_000 },
    ])
    await db.insert(passkeyChallenges).values([
      { challenge: 'old', madeAt: now - 2 * dayMs },
      { challenge: 'new', madeAt: now },
    ])
    await db.insert(rateCounts).values([
      { subject: 'commands', windowAt: now - 3 * dayMs, count: 1 },
      { subject: 'commands', windowAt: now, count: 1 },
    ])
    await claimLease(db, 'process:gone', 'gone', 1)
    await claimLease(db, 'process:just-gone', 'just-gone', 1)
    await claimLease(db, 'process:alive', 'alive', 60_000)
    await db.update(leases).set({ until: sql`now() - interval '2 days'` }).where(eq(leases.name, 'process:gone'))

    await sweepDaily(house)
    const left = (await db.select({ id: sessions.id }).from(sessions)).map(({ id }) => id)
    expect(left).toEqual(expect.arrayContaining([lately.id, mine.sessionId, theirs.sessionId]))
    expect(left).not.toContain(old.id)
    expect(left).not.toContain(lapsed.id)
    expect((await db.select().from(signInFailures)).map(({ subject }) => subject)).toEqual(['account:new'])
    expect((await db.select().from(passkeyChallenges)).map(({ challenge }) => challenge)).toEqual(['new'])
    expect(await db.$count(rateCounts)).toBe(1)
    expect(await findLease(db, 'process:gone')).toBeNull()
    expect(await findLease(db, 'process:just-gone')).not.toBeNull()
    expect(await findLease(db, 'process:alive')).toMatchObject({ lapsed: false })
  },
)
