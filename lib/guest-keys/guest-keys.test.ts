import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { changeProperty } from '../properties/change-property'
import { openHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { issueGuestKey } from './issue-guest-key'
import { getGuestKey, listLiveGuestKeys } from './queries'
import { guestKeyState } from './rules'
import { showGuestKey } from './show-guest-key'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function openWithMobileKeys(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  hotel.desk.reload(await changeProperty(hotel.desk.system, { mobileKeysOn: true }))
  return hotel
}

const asked = (lockId: Id<'lock'>, change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  lockId,
  guestName: 'Ada Byron',
  from: { date: '2026-06-10', time: '13:00' },
  until: { date: '2026-06-12', time: '11:30' },
  knowsItCannotBeRecalled: true as const,
  ...change,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error.code : error),
  )

describe.each(await homesUnderTest())('mobile keys on %s', (kind) => {
  test('a key is issued once, opens the door, and its text is shown once', async () => {
    const { desk, lockId } = await openWithMobileKeys(kind)
    const ctx = desk.as('front-desk')
    const press = asked(lockId)
    const [first, second] = await Promise.all([issueGuestKey(ctx, press), issueGuestKey(ctx, press)])
    expect(second).toEqual(first)
    await desk.settled()
    expect(desk.emulator.control.requests.list({ call: 'guest-key' })).toHaveLength(1)
    expect((await getGuestKey(ctx, first.guestKeyId)).state).toBe('works-now')
    const { keyCode } = await showGuestKey(ctx, { guestKeyId: first.guestKeyId })
    expect(desk.emulator.control.locks.presentKey('MJ000204', keyCode)).toMatchObject({ opened: true })
    expect(await codeOf(showGuestKey(ctx, { guestKeyId: first.guestKeyId }))).toBe('code-not-shown')
    const { rows } = await ctx.db.execute(sql`select * from instructions`)
    expect(JSON.stringify(rows)).not.toContain(keyCode)
  })

  test('a key for a door that somebody else gave out since it was looked at is refused until that is seen (I27)', async () => {
    const { desk, lockId } = await openWithMobileKeys(kind)
    const briefAt = desk.as('front-desk').now
    await desk.clock.advance(20_000)
    await issueGuestKey(desk.as('manager'), asked(lockId, { briefAt }))
    const mine = asked(lockId, { briefAt })
    expect(await codeOf(issueGuestKey(desk.as('front-desk'), mine))).toBe('warnings-not-seen')
    await desk.settled()
    expect(desk.emulator.control.requests.list({ call: 'guest-key' })).toHaveLength(1)
    await desk.clock.advance(5_000)
    const again = desk.as('front-desk')
    await issueGuestKey(again, { ...mine, briefAt: again.now })
    await desk.settled()
    expect(await listLiveGuestKeys(again, lockId)).toHaveLength(2)
  })

  test('off until the property switches them on; never without a guest, a window, or the word that they cannot be recalled', async () => {
    const { desk, lockId } = await openWithMobileKeys(kind)
    const ctx = desk.as('front-desk')
    const off = { ...ctx, property: { ...ctx.property, mobileKeysOn: false } }
    expect(await codeOf(issueGuestKey(off, asked(lockId)))).toBe('mobile-keys-off')
    expect(await codeOf(issueGuestKey(ctx, asked(lockId, { guestName: ' ' })))).toBe('guest-needed')
    expect(await codeOf(issueGuestKey(ctx, asked(lockId, { knowsItCannotBeRecalled: false })))).toBe('invalid-input')
    expect(await codeOf(issueGuestKey(ctx, asked(lockId, { until: { date: '2026-09-12', time: '11:00' } })))).toBe(
      'not-allowed',
    )
    expect(await codeOf(issueGuestKey(desk.as('housekeeping'), asked(lockId)))).toBe('not-allowed')
    expect(desk.emulator.control.requests.list({ call: 'guest-key' })).toHaveLength(0)
  })

  test('a lost answer may have granted a key: it counts until an hour past its window (I4)', async () => {
    const { desk, lockId } = await openWithMobileKeys(kind)
    desk.emulator.control.wrongAnswers.order({ kind: 'reset-after', call: 'guest-key' })
    const { guestKeyId } = await issueGuestKey(desk.as('front-desk'), asked(lockId))
    await desk.settled()
    expect((await getGuestKey(desk.as('manager'), guestKeyId)).state).toBe('no-answer')
    expect(await listLiveGuestKeys(desk.as('manager'), lockId)).toHaveLength(1)
    const later = desk.as('manager')
    for (const ahead of [0, 86_400_000, 2 * 86_400_000, 3 * 86_400_000]) {
      const now = later.now + ahead
      const key = await getGuestKey({ ...later, now }, guestKeyId)
      expect(key.state).toBe(guestKeyState({ ...key, lostAt: null, outcome: 'unknown' }, now))
    }
  })
})
