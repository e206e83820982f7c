import { eq, isNull } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { createHouse } from '../access/house'
import { privacyRuns } from '../db/schema/privacy'
import { createFakeClock } from '../testing/fake-clock'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs, minuteMs } from '../time/clock'
import { clockWatch, erasePrivate } from './keep-private'

let desk: TestDesk | undefined
afterEach(async () => {
  await desk?.close()
  desk = undefined
})

test.each(await homesUnderTest())(
  'on %s: every property and the house are gone through once an hour, however many processes look',
  async (kind) => {
    desk = await openDesk(kind)
    const { house, clock, property, otherProperty } = desk
    const other = createHouse(house)
    const runs = async () => {
      const here = (id: typeof property.id) => house.home.db.$count(privacyRuns, eq(privacyRuns.propertyId, id))
      const ofHouse = await house.home.db.$count(privacyRuns, isNull(privacyRuns.propertyId))
      return [await here(property.id), await here(otherProperty.id), ofHouse]
    }
    await erasePrivate(house)
    await erasePrivate(other)
    expect(await runs()).toEqual([1, 1, 1])
    await clock.advance(59 * minuteMs)
    await erasePrivate(other)
    expect(await runs()).toEqual([1, 1, 1])
    await clock.advance(minuteMs)
    await erasePrivate(other)
    await erasePrivate(house)
    expect(await runs()).toEqual([2, 2, 2])
  },
)

test('I12: after a jump of the clock nothing is erased until it has gone on for a day', async () => {
  const clock = createFakeClock()
  const believed = clockWatch(clock)
  await clock.advance(5 * minuteMs)
  expect(believed()).toBe(true)
  clock.jump(dayMs)
  expect(believed()).toBe(false)
  await clock.advance(dayMs - minuteMs)
  expect(believed()).toBe(false)
  clock.jump(-dayMs)
  await clock.advance(2 * minuteMs)
  expect(believed()).toBe(false)
  await clock.advance(dayMs)
  expect(believed()).toBe(true)
})
