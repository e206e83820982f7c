import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isDeskError } from '@/lib/errors/desk-error'
import { type Id, newId } from '@/lib/ids/ids'
import { cancelPasscode } from '@/lib/passcodes/cancel-passcode'
import { replacePasscode } from '@/lib/passcodes/replace-passcode'
import { setUpPasscode } from '@/lib/passcodes/set-up-passcode'
import { openHotel, type TestHotel } from '@/lib/testing/open-hotel'
import { homesUnderTest } from '@/lib/testing/open-test-home'
import { readCode } from './read-code'

describe.each(await homesUnderTest())('what a code’s page and dialogs tell, on %s', (kind) => {
  let hotel: TestHotel
  beforeAll(async () => {
    hotel = await openHotel(kind)
  })
  afterAll(() => hotel.close())

  const issue = (digits: string[]) => {
    for (const one of digits) hotel.desk.emulator.control.codes.next({ digits: one })
    return setUpPasscode(hotel.desk.as('front-desk'), {
      pressKey: newId('request'),
      lockId: hotel.lockId,
      guestName: 'Ada Byron',
      from: { date: '2026-06-10', time: '13:00' },
      until: { date: '2026-06-12', time: '11:30' },
    })
  }
  const read = (id: Id<'passcode'>) => readCode(hotel.desk.as('front-desk'), id)
  const settledAs = (id: Id<'passcode'>, state: string) =>
    hotel.until(
      () => read(id),
      (view) => view.attempts.at(-1)?.state === state,
    )

  test('the tries of one press are told in order from whichever of them, and are not newer codes (rule 3)', async () => {
    const { passcodeId } = await issue(['123456', '905172'])
    const view = await settledAs(passcodeId, 'works-now')
    expect(view.code.id).toBe(passcodeId)
    expect(view.attempts.map(({ attempt, unfit }) => [attempt, unfit])).toEqual([
      [1, 'weak'],
      [2, null],
    ])
    expect(view.later).toEqual([])
    const fromNewest = await read(view.attempts[1]!.id)
    expect(fromNewest.attempts.map(({ id }) => id)).toEqual(view.attempts.map(({ id }) => id))
    expect(view.attempts[1]!.instructions).toMatchObject([{ kind: 'set-code', outcome: 'accepted', status: 1 }])
  })

  test('a code asked for in its place is a newer one, the older keeps its history and its proof (rule 4)', async () => {
    const { passcodeId } = await issue(['271828'])
    await settledAs(passcodeId, 'works-now')
    const { passcodeId: newerId } = await replacePasscode(hotel.desk.as('front-desk'), {
      pressKey: newId('request'),
      passcodeId,
      oldEnds: 'when-on-door',
    })
    await settledAs(newerId, 'works-now')
    const older = await settledAs(passcodeId, 'cancelled')
    expect(older.later).toMatchObject([{ id: newerId, replacesId: passcodeId }])
    expect(older.code.instructions.map((one) => one.kind)).toEqual(['set-code', 'cancel-code'])
    expect(older.code.cancels.confirmedAt).not.toBeNull()
    const newer = await read(newerId)
    expect(newer.later).toEqual([])
    expect(newer.replaced).toMatchObject({ id: passcodeId, state: 'cancelled' })
    expect(newer.replaced?.instructions.map((one) => one.kind)).toContain('cancel-code')
    expect(newer.unreached).toBeNull()
  })

  test('no digits are in it, and another property’s code is not found (I29, I32)', async () => {
    const { passcodeId } = await issue(['314159'])
    await settledAs(passcodeId, 'works-now')
    expect(JSON.stringify(await read(passcodeId))).not.toContain('314159')
    await cancelPasscode(hotel.desk.as('front-desk'), { pressKey: newId('request'), passcodeId })
    expect(JSON.stringify(await settledAs(passcodeId, 'cancelled'))).not.toContain('314159')
    const elsewhere = await readCode(hotel.desk.elsewhere('manager'), passcodeId).catch((error: unknown) => error)
    expect(isDeskError(elsewhere) && elsewhere.code).toBe('not-found')
  })
})
