import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isDeskError } from '../errors/desk-error'
import { listLocks } from '../locks/queries'
import { openHotel, type TestHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { lookAtDoor, lookLimitMs } from './look-at-door'

const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  )
  return isDeskError(error) ? error.code : error
}

describe.each(await homesUnderTest())('looking at a door for a guest who cannot get in, on %s', (kind) => {
  let hotel: TestHotel
  beforeAll(async () => {
    hotel = await openHotel(kind)
    await hotel.sample()
  })
  afterAll(() => hotel.close())
  /** A door of its own: whoever presses for the same one shares an answer. */
  const lockOf = async (room: string) =>
    (await listLocks(hotel.desk.system)).find(({ name }) => name === `MJ000${room}`)!.id

  test('asks the Lock Server now and says so', async () => {
    const { desk, lockId } = hotel
    const look = await lookAtDoor(desk.as('front-desk'), lockId)
    expect(look).toMatchObject({ fresh: true, lock: { label: '204', state: 'reachable', gateway: 'GW000002' } })
  })

  test('without an answer in time it tells what was known, and that it is not fresh', async () => {
    const { desk } = hotel
    const lockId = await lockOf('301')
    desk.emulator.control.wrongAnswers.order({ kind: 'hang', call: 'lock-status' })
    const looking = lookAtDoor(desk.as('front-desk'), lockId)
    const look = await hotel.until(
      async () => {
        await desk.clock.advance(lookLimitMs)
        return Promise.race([looking, Promise.resolve(null)])
      },
      (one) => one !== null,
    )
    expect(look).toMatchObject({ fresh: false, lock: { name: 'MJ000301' } })
    desk.emulator.control.wrongAnswers.clear()
  })

  test('an unreachable Lock Server is no error of the dialog', async () => {
    const { desk } = hotel
    const lockId = await lockOf('302')
    desk.emulator.control.wrongAnswers.order({ kind: 'reset-before', call: 'lock-status', times: 5 })
    expect(await lookAtDoor(desk.as('manager'), lockId)).toMatchObject({ fresh: false, lock: { name: 'MJ000302' } })
    desk.emulator.control.wrongAnswers.clear()
  })

  test('another property’s door is not found, and a log reader asks nobody (I29)', async () => {
    const { desk, lockId } = hotel
    expect(await codeOf(lookAtDoor(desk.elsewhere('manager'), lockId))).toBe('not-found')
    expect(await codeOf(lookAtDoor(desk.as('auditor'), lockId))).toBe('not-allowed')
  })
})
