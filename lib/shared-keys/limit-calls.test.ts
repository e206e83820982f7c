import { expect, test } from 'vitest'
import type { HouseContext } from '../access/context'
import { rateCounts } from '../db/schema/staff'
import { createFakeClock } from '../testing/fake-clock'
import { openDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { minuteMs } from '../time/clock'
import { authenticatedPerMinute, countCall, countStranger } from './limit-calls'

const count = (clock: ReturnType<typeof createFakeClock>, subject: string, times: number) =>
  Array.from({ length: times }, () => countCall(clock, subject, authenticatedPerMinute)).filter(Boolean).length

test('within a minute a sender has its number of calls and no more, whatever others do and the wall clock says (I12, I15)', async () => {
  const clock = createFakeClock()
  expect(count(clock, 'property:a', 650)).toBe(600)
  expect(count(clock, 'property:b', 10)).toBe(10)
  clock.jump(86_400_000)
  expect(count(clock, 'property:a', 1)).toBe(0)
  await clock.advance(60_000)
  expect(count(clock, 'property:a', 1)).toBe(1)
})

test.each(await homesUnderTest())(
  'on %s: strangers have thirty calls a minute and address at all processes together (I15)',
  async (kind) => {
    const desk = await openDesk(kind)
    try {
      const clock = createFakeClock()
      const ctx = desk.outside('visitor')
      // Another process: its own memory, the same rows.
      const other = { ...ctx, clock }
      const letIn = async (count: number, from: HouseContext, address = '192.0.2.7') => {
        const answers = await Promise.all(Array.from({ length: count }, () => countStranger(from, address)))
        return answers.filter(Boolean).length
      }
      expect(await letIn(20, ctx)).toBe(20)
      expect(await letIn(20, other)).toBe(10)
      expect(await letIn(5, ctx)).toBe(0)
      expect(await letIn(5, ctx, '192.0.2.8')).toBe(5)
      expect(await letIn(100, other, '192.0.2.9')).toBe(30)
      const rows = await desk.house.home.db.select().from(rateCounts)
      expect(JSON.stringify(rows)).not.toContain('192.0.2')
      // The flood wrote no more than its thirty.
      expect(Math.max(...rows.map(({ count }) => count))).toBeLessThanOrEqual(45)
      expect(await countStranger({ ...ctx, now: ctx.now + minuteMs }, '192.0.2.7')).toBe(true)
    } finally {
      await desk.close()
    }
  },
)

test('ever new addresses take no more memory than ten thousand, and those beyond share one count', () => {
  const clock = createFakeClock()
  for (let n = 0; n < 10_000; n++) expect(countCall(clock, `address:${n}`, 30)).toBe(true)
  const beyond = Array.from({ length: 100 }, (_, n) => countCall(clock, `address:late ${n}`, 30))
  expect(beyond.filter(Boolean)).toHaveLength(30)
  expect(countCall(clock, 'address:7', 30)).toBe(true)
})
