import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { homesUnderTest, openTestHome, type TestHome } from '../testing/open-test-home'
import { withTransaction } from './database'
import { claimBriefLease, claimLease, findLease, releaseLease } from './leases'

const longMs = 3_600_000

describe.each(await homesUnderTest())('a lease (%s)', (kind) => {
  let opened: TestHome
  beforeAll(async () => {
    opened = await openTestHome(kind)
  })
  afterAll(() => opened.close())

  test('has one holder however many claim it at once, and the holder may renew it', async () => {
    const { db } = opened.home
    for (let round = 0; round < 5; round += 1) {
      const holders = Array.from({ length: 20 }, (_, place) => `p${place}`)
      const claims = await Promise.all(holders.map((holder) => claimLease(db, `race ${round}`, holder, longMs)))
      const winners = holders.filter((_, place) => claims[place])
      expect(winners).toHaveLength(1)
      expect(await claimLease(db, `race ${round}`, winners[0]!, longMs)).toBe(true)
      expect((await findLease(db, `race ${round}`))?.holder).toBe(winners[0])
    }
  })

  test('is one lease, claimed without waiting for the disk or with, and the setting ends with the claim', async () => {
    const { db } = opened.home
    const setting = async () => {
      const { rows } = await opened.home.execute("select current_setting('synchronous_commit') as is")
      return rows[0]!.is
    }
    const before = await setting()
    expect(await claimBriefLease(db, 'brief', 'first', longMs)).toBe(true)
    expect(await claimBriefLease(db, 'brief', 'first', longMs)).toBe(true)
    expect(await claimBriefLease(db, 'brief', 'second', longMs)).toBe(false)
    expect(await claimLease(db, 'brief', 'second', longMs)).toBe(false)
    expect(await findLease(db, 'brief')).toMatchObject({ holder: 'first', lapsed: false })
    expect(await setting()).toBe(before)
    expect(before).toBe('on')
    // A commit around it would no longer wait for the disk.
    const inside = withTransaction(opened.home, (tx) => claimBriefLease(tx, 'brief', 'first', longMs))
    await expect(inside).rejects.toThrow('whole transaction')
  })

  test('can be taken once it lapsed by the clock of the database', async () => {
    const { db } = opened.home
    expect(await claimLease(db, 'short', 'first', 30)).toBe(true)
    await expect.poll(() => claimLease(db, 'short', 'second', longMs), { interval: 5 }).toBe(true)
    expect(await claimLease(db, 'short', 'first', longMs)).toBe(false)
    expect(await findLease(db, 'short')).toMatchObject({ holder: 'second', lapsed: false })
  })

  test('lasts from the moment of the claim, not from the start of its transaction', async () => {
    const { db } = opened.home
    const before = await findNow()
    await claimLease(db, 'now', 'h', 60_000)
    const until = (await findLease(db, 'now'))!.until
    expect(until).toBeGreaterThanOrEqual(before + 60_000)
    expect(until).toBeLessThanOrEqual((await findNow()) + 60_000)

    async function findNow() {
      const { rows } = await opened.home.execute(
        'select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now',
      )
      return Number(rows[0]!.now)
    }
  })

  test('obeys any sequence of claims and releases as a plain map would', async () => {
    const { db } = opened.home
    let run = 0
    const step = fc.record({
      act: fc.constantFrom('claim', 'release', 'lapse'),
      name: fc.constantFrom('a', 'b'),
      holder: fc.constantFrom('x', 'y', 'z'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        run += 1
        const held = new Map<string, { holder: string; lapsed: boolean }>()
        for (const { act, name: short, holder } of steps) {
          const name = `${run} ${short}`
          const now = held.get(name)
          if (act === 'release') {
            expect(await releaseLease(db, name, holder)).toBe(now?.holder === holder)
            if (now?.holder === holder) held.delete(name)
          } else {
            const free = now === undefined || now.lapsed || now.holder === holder
            const ttlMs = act === 'lapse' ? -1_000 : longMs
            expect(await claimLease(db, name, holder, ttlMs)).toBe(free)
            if (free) held.set(name, { holder, lapsed: act === 'lapse' })
          }
          expect(await findLease(db, name)).toEqual(
            held.has(name) ? { ...held.get(name), until: expect.any(Number) } : null,
          )
        }
      }),
      { numRuns: 25 },
    )
  })
})
