import { eq, sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { homesUnderTest, openTestHome, type TestHome } from '../testing/open-test-home'
import { instantFromDriver, instantToText } from './columns'
import { leases } from './schema/leases'

const instants = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') })

test('an instant survives its text, in every shape that a driver may give it', () => {
  fc.assert(
    fc.property(instants, (at) => {
      const text = instantToText(at)
      expect(instantFromDriver(new Date(at))).toBe(at)
      for (const zone of ['+00', '+00:00', '+0000']) {
        expect(instantFromDriver(text.replace('Z', zone))).toBe(at)
        expect(instantFromDriver(text.replace('T', ' ').replace('Z', zone))).toBe(at)
      }
    }),
  )
})

test('a zone beside UTC moves the instant', () => {
  expect(instantFromDriver('2026-06-10 14:00:00.5+02')).toBe(Date.parse('2026-06-10T12:00:00.500Z'))
  expect(instantFromDriver('2026-06-10T06:30:00-05:30')).toBe(Date.parse('2026-06-10T12:00:00Z'))
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.5, 8.64e15 + 1, -1e15])(
  'what is not an instant in whole milliseconds is refused: %s',
  (value) => expect(() => instantToText(value)).toThrow(RangeError),
)

test.each([
  'infinity',
  '-infinity',
  '0044-03-15 12:00:00+00 BC',
  '2026-06-10',
  '2026-06-10 12:00:00',
  '',
  null,
  7,
  new Date(Number.NaN),
])('what a database says that is not an instant is refused: %s', (value) =>
  expect(() => instantFromDriver(value)).toThrow(RangeError),
)

describe.each(await homesUnderTest())('an instant column (%s)', (kind) => {
  let opened: TestHome
  beforeAll(async () => {
    opened = await openTestHome(kind)
  })
  afterAll(() => opened.close())

  test('gives back what it was given and compares by it', async () => {
    const { db } = opened.home
    await fc.assert(
      fc.asyncProperty(instants, async (until) => {
        await db.delete(leases)
        await db.insert(leases).values({ name: 'a', holder: 'h', until })
        expect(await db.select({ until: leases.until }).from(leases).where(eq(leases.until, until))).toEqual([
          { until },
        ])
        expect(await db.query.leases.findFirst()).toMatchObject({ until })
      }),
      { numRuns: 30 },
    )
  })

  test('refuses to read an infinity', async () => {
    const { db } = opened.home
    await db.delete(leases)
    await db.insert(leases).values({ name: 'a', holder: 'h', until: sql`'infinity'` })
    await expect(db.select().from(leases)).rejects.toThrow(RangeError)
  })
})
