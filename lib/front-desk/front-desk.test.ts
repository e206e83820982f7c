import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { type Id, newId } from '../ids/ids'
import { cancelPasscode } from '../passcodes/cancel-passcode'
import { getPasscode } from '../passcodes/queries'
import { setUpPasscode } from '../passcodes/set-up-passcode'
import { openHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { findOccupancy } from '../unlocks/queries'
import { findAnything } from './find-anything'
import { listDoorKeys } from './list-door-keys'
import { listDoorOpeners } from './list-door-openers'
import { listKeys, listKeysAskedFor } from './list-keys'
import { listToDo } from './list-to-do'
import { listToday } from './list-today'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function openForTest(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  return hotel
}

const issue = (ctx: DeskContext, lockId: Id<'lock'>, guestName: string, untilDate = '2026-06-12') =>
  setUpPasscode(ctx, {
    pressKey: newId('request'),
    lockId,
    guestName,
    from: { date: '2026-06-10', time: '13:00' },
    until: { date: untilDate, time: '11:30' },
  })

describe.each(await homesUnderTest())('the desk’s reads on %s', (kind) => {
  test('a door tells of everybody whom it may open for, and of a possible unknown code until somebody closes it (rule 7, I4)', async () => {
    const { desk, lockId, poolId, until } = await openForTest(kind)
    const ctx = desk.as('front-desk')
    expect(await findOccupancy(ctx, poolId)).toBe('common')
    expect(await findOccupancy(ctx, lockId)).toBe('unknown')
    const { passcodeId } = await issue(ctx, lockId, 'Ada Byron')
    await until(
      () => getPasscode(ctx, passcodeId),
      (code) => code.state === 'works-now',
    )
    desk.emulator.control.wrongAnswers.order({ kind: 'reset-after', call: 'set-passcode' })
    await issue(desk.as('front-desk'), lockId, 'Grace Hopper')
    await desk.settled()
    const now = desk.as('front-desk')
    expect(await findOccupancy(now, lockId)).toBe('occupied')
    expect((await listDoorOpeners(now, lockId)).map(({ why }) => why).toSorted()).toEqual(['not-known', 'serves'])
    expect(await listDoorKeys(now)).toMatchObject([{ lockId, codes: 2, unknownCode: true }])
    expect((await listToDo(now)).map(({ what }) => what)).toContain('unknown-code')
  })

  test('a code whose cancel the door has not confirmed is still told of (I8)', async () => {
    const { desk, lockId, until } = await openForTest(kind)
    const ctx = desk.as('front-desk')
    const { passcodeId } = await issue(ctx, lockId, 'Ada Byron')
    await until(
      () => getPasscode(ctx, passcodeId),
      (code) => code.state === 'works-now',
    )
    desk.emulator.control.instructions.nextOutcome('stay-5', { kind: 'cancel-passcode' })
    await cancelPasscode(desk.as('front-desk'), { pressKey: newId('request'), passcodeId })
    await desk.settled()
    expect(await listDoorOpeners(desk.as('front-desk'), lockId)).toMatchObject([{ why: 'cancel-unconfirmed' }])
    expect(await listToDo(desk.as('front-desk'))).toMatchObject([{ what: 'cancel-unconfirmed', subjectId: passcodeId }])
    const requests = (await getPasscode(desk.as('front-desk'), passcodeId)).instructions.map(({ id }) => id)
    const asked = await listKeysAskedFor(desk.as('front-desk'), requests)
    expect(requests.map((id) => asked.get(id)?.id)).toEqual([passcodeId, passcodeId])
    expect(asked.get(requests[0]!)?.state).toMatch(/^cancel/)
    expect(await listKeysAskedFor(desk.elsewhere('manager'), requests)).toEqual(new Map())
  })

  test('a code asked for instead of a weak one is listed with the person who pressed (rule 3)', async () => {
    const { desk, lockId, until } = await openForTest(kind)
    for (const digits of ['123456', '905172']) desk.emulator.control.codes.next({ digits })
    await issue(desk.as('front-desk'), lockId, 'Ada Byron')
    const { rows } = await until(
      () => listKeys(desk.as('front-desk'), {}, { limit: 5 }),
      ({ rows }) => rows.length === 2,
    )
    expect(new Set(rows.map(({ actorLabel }) => actorLabel))).toEqual(new Set([rows.at(-1)?.actorLabel]))
    expect(rows[0]?.actorLabel).not.toBe('Keydesk')
  })

  test('pages of keys follow each other without a gap or a repeat', async () => {
    const { desk, lockId } = await openForTest(kind)
    for (let n = 0; n < 7; n++) {
      await issue(desk.as('front-desk'), lockId, `Guest ${n}`)
      await desk.settled()
    }
    const ctx = desk.as('front-desk')
    const seen: string[] = []
    for (let before: Awaited<ReturnType<typeof listKeys>>['next'] | undefined; ; ) {
      const page = await listKeys(ctx, {}, { limit: 3, ...(before ? { before } : {}) })
      seen.push(...page.rows.map(({ guestName }) => guestName ?? ''))
      if (!page.next) break
      before = page.next
    }
    expect(seen.toSorted()).toEqual(Array.from({ length: 7 }, (_, n) => `Guest ${n}`))
    expect((await listKeys(ctx, { text: 'guest 3' }, { limit: 10 })).rows).toHaveLength(1)
    expect((await listKeys(ctx, { text: '100%' }, { limit: 10 })).rows).toHaveLength(0)
    expect((await listKeys(desk.elsewhere('manager'), {}, { limit: 10 })).rows).toHaveLength(0)
  })

  test('a room, a guest, or digits are found; names and digits only by who may see them', async () => {
    const { desk, lockId } = await openForTest(kind)
    desk.emulator.control.codes.next({ digits: '482917' })
    const { passcodeId } = await issue(desk.as('front-desk'), lockId, 'Ada Byron')
    await desk.settled()
    const ctx = desk.as('front-desk')
    expect((await findAnything(ctx, '204'))[0]).toMatchObject({ kind: 'lock', id: lockId })
    expect((await findAnything(ctx, 'byron'))[0]).toMatchObject({ kind: 'stay', lockId })
    expect((await findAnything(ctx, '482 917'))[0]).toMatchObject({ kind: 'code', id: passcodeId })
    expect((await findAnything(ctx, '482917'))[0]?.code?.state).toBe((await getPasscode(ctx, passcodeId)).state)
    expect(await findAnything(desk.as('maintenance'), 'byron')).toEqual([])
    expect(await findAnything(desk.as('maintenance'), '482917')).toEqual([])
    expect(await findAnything(desk.elsewhere('manager'), '482917')).toEqual([])
  })

  test('today’s beginnings and endings go by the hotel day', async () => {
    const { desk, lockId, poolId } = await openForTest(kind)
    await issue(desk.as('front-desk'), lockId, 'Ada Byron')
    await issue(desk.as('front-desk'), poolId, 'Grace Hopper', '2026-06-11')
    await desk.settled()
    const { starting, ending } = await listToday(desk.as('front-desk'))
    expect(starting.map(({ guestName }) => guestName).toSorted()).toEqual(['Ada Byron', 'Grace Hopper'])
    expect(ending).toEqual([])
    const nextMorning = { ...desk.as('front-desk'), now: Date.parse('2026-06-11T04:00:00Z') }
    expect((await listToday(nextMorning)).ending.map(({ guestName }) => guestName)).toEqual(['Grace Hopper'])
  })
})
