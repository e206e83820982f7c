import { afterEach, describe, expect, test } from 'vitest'
import { passingForMs } from '../access/passing-texts'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { dismissInstruction } from '../instructions/dismiss-instruction'
import { changeLock } from '../locks/change-lock'
import { issuePermanentKey } from '../permanent-keys/issue-permanent-key'
import { listPermanentKeys } from '../permanent-keys/queries'
import { showPermanentKey } from '../permanent-keys/show-permanent-key'
import { openHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { findOccupancy } from '../unlocks/queries'
import { listDoorKeys } from './list-door-keys'
import { listDoorOpeners } from './list-door-openers'
import { listOpeners } from './list-openers'
import { listToDo } from './list-to-do'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function start(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  return { ...hotel, control: hotel.desk.emulator.control }
}

const asked = (lockId: Id<'lock'>, change: Record<string, unknown> = {}) => ({
  pressKey: newId('request'),
  kind: 'permanent' as const,
  lockId,
  reason: 'maintenance',
  knowsItNeverEnds: true as const,
  ...change,
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isDeskError(error) ? error.code : error),
  )

describe.each(await homesUnderTest())('what is told of keys without an end on %s', (kind) => {
  test('a possible key is told of for ever, also when a person put it away from To do; one that was refused is not (I4)', async () => {
    const { desk, lockId, control } = await start(kind)
    control.wrongAnswers.order({ kind: 'ack-nonzero', call: 'permanent-key' })
    await issuePermanentKey(desk.as('manager'), asked(lockId))
    await desk.settled()
    expect(await listDoorOpeners(desk.as('front-desk'), lockId)).toEqual([])
    expect(await listToDo(desk.as('manager'))).toMatchObject([{ what: 'failed', kind: 'permanent-key' }])
    control.wrongAnswers.order({ kind: 'reset-after', call: 'permanent-key' })
    const lost = await issuePermanentKey(desk.as('manager'), asked(lockId))
    await desk.settled()
    const { now } = desk.as('front-desk')
    const yearsLater = { ...desk.as('front-desk'), now: now + 4_000 * 86_400_000 }
    expect(await listDoorOpeners(yearsLater, lockId)).toMatchObject([
      { kind: 'permanent-key', why: 'may-never-end', guestName: null, endsAt: null },
    ])
    expect(await listToDo(yearsLater)).toMatchObject([{ what: 'no-answer', kind: 'permanent-key', doorLabel: '204' }])
    await dismissInstruction(desk.as('manager'), lost.instructionId)
    expect((await listToDo(desk.as('manager'))).map(({ what }) => what)).toEqual(['failed'])
  })

  test('one whose minute passed is told of as seen by nobody, an admin key as what it is (rule 7)', async () => {
    const { desk, lockId } = await start(kind)
    desk.house.adminKeysOn = true
    const issued = await issuePermanentKey(desk.as('manager'), asked(lockId, { kind: 'admin' }))
    await desk.settled()
    await showPermanentKey(desk.as('manager'), issued)
    await desk.clock.advance(1_000)
    await issuePermanentKey(desk.as('manager'), asked(lockId))
    await desk.settled()
    await desk.clock.advance(passingForMs)
    expect(await listDoorOpeners(desk.as('manager'), lockId)).toMatchObject([
      { kind: 'permanent-key', why: 'seen-by-nobody', endsAt: null },
      { kind: 'admin-key', why: 'never-ends', endsAt: null },
    ])
  })

  test('whoever gives out the door is told of it (I27, rule 7); it occupies no room; who could open says it without an end', async () => {
    const { desk, lockId } = await start(kind)
    const before = desk.clock.now()
    await desk.clock.advance(60_000)
    const briefAt = desk.clock.now()
    await desk.clock.advance(20_000)
    await issuePermanentKey(desk.as('manager'), asked(lockId))
    await desk.settled()
    const { actor, ...rest } = desk.as('manager')
    const other = { ...rest, actor: { ...actor, personId: desk.people.administrator.personId } } as typeof rest & {
      actor: typeof actor
    }
    expect(await codeOf(issuePermanentKey(other, asked(lockId, { briefAt })))).toBe('warnings-not-seen')
    expect(await findOccupancy(desk.as('front-desk'), lockId)).toBe('unknown')
    expect(await listDoorKeys(desk.as('front-desk'))).toMatchObject([
      { lockId, permanentKeys: 1, codes: 0, mobileKeys: 0, untilAt: null, unknownCode: false, waiting: false },
    ])
    const now = desk.as('auditor')
    expect((await listOpeners(now, lockId, now.now)).keys).toMatchObject([
      { kind: 'permanent-key', certainty: 'confirmed', endsAt: null, guestName: null },
    ])
    expect((await listOpeners(now, lockId, now.now + 4_000 * 86_400_000)).keys).toHaveLength(1)
    expect((await listOpeners(now, lockId, before)).keys).toEqual([])
  })

  test('rule 10: moved, it opens the new door; reset or replaced, it is gone', async () => {
    const { desk, lockId } = await start(kind)
    await issuePermanentKey(desk.as('manager'), asked(lockId))
    await desk.settled()
    const administrator = () => desk.as('administrator')
    const moved = await changeLock(administrator(), { lockId, change: 'moved', room: '301', door: null, floor: '3' })
    expect(moved).toMatchObject({
      ...{ gone: [], setUpAgain: [], travelled: [{ kind: 'permanent-key', endsAt: null, stayId: null }] },
    })
    expect(await listDoorOpeners(desk.as('manager'), lockId)).toHaveLength(1)
    const beforeReset = desk.clock.now()
    await desk.clock.advance(1_000)
    const reset = await changeLock(administrator(), { lockId, change: 'reset' })
    expect(reset).toMatchObject({ gone: [{ kind: 'permanent-key' }], setUpAgain: [] })
    expect(await listDoorOpeners(desk.as('manager'), lockId)).toEqual([])
    expect(await listPermanentKeys(desk.as('manager'), lockId)).toEqual([])
    expect(await listDoorKeys(desk.as('manager'))).toEqual([])
    await desk.clock.advance(1_000)
    const reader = desk.as('auditor')
    expect((await listOpeners(reader, lockId, reader.now)).keys).toEqual([])
    expect((await listOpeners(reader, lockId, beforeReset)).keys).toHaveLength(1)
  })
})
