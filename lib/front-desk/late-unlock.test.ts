import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { newId } from '../ids/ids'
import { getInstruction, listLateUnlocks } from '../instructions/queries'
import { isLateUnlock } from '../instructions/rules'
import { openHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs } from '../time/clock'
import { unlockDoor } from '../unlocks/unlock-door'
import { listToDo } from './list-to-do'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

describe.each(await homesUnderTest())('an unlock that takes its time on %s (I7, I12)', (kind) => {
  test.each([
    { what: 'in time stays in time when our clock is put on by a day', jump: dayMs, heldMs: 5_000, late: false },
    { what: 'late stays late when our clock is put back by a day', jump: -dayMs, heldMs: 61_000, late: true },
    {
      what: 'late is told as late, and no longer, on a clock that was put on',
      jump: dayMs,
      heldMs: 61_000,
      late: true,
    },
    {
      what: 'in time by the database’s clock, when another process had pressed',
      jump: dayMs,
      heldMs: 61_000,
      agoMs: 1_000,
      late: false,
    },
    {
      what: 'late by the database’s clock, when another process had pressed',
      jump: -dayMs,
      heldMs: 1_000,
      agoMs: 61_000,
      late: true,
    },
  ])('an unlock that came $what', async ({ jump, heldMs, agoMs, late }) => {
    const hotel = await openHotel(kind)
    open.push(hotel)
    const { desk, lockId, until } = hotel
    await hotel.sample()
    desk.emulator.control.instructions.nextOutcome('stay-3', { kind: 'remote-unlock' })
    const manager = desk.as('manager')
    const { instructionId } = await unlockDoor(
      agoMs === undefined ? manager : { ...manager, processId: 'prc_another' },
      { pressKey: newId('request'), lockId, reason: 'locked-out', identityChecked: true },
    )
    const look = () => getInstruction(desk.as('manager'), instructionId)
    await until(look, ({ status }) => status === 3)
    if (agoMs !== undefined) {
      const ago = sql`${agoMs}::float8 * interval '1 millisecond'`
      await desk.system.db.execute(sql`update instructions set recorded_at = recorded_at - ${ago}`)
    }
    desk.clock.jump(jump)
    await desk.clock.advance(heldMs)
    desk.emulator.control.instructions.releaseAll()
    const done = await until(look, ({ status }) => status === 1)
    expect(isLateUnlock(done)).toBe(late)
    const tookMs = (done.settledAt ?? 0) - done.intendedAt
    const leastMs = agoMs ?? heldMs
    expect(tookMs).toBeGreaterThanOrEqual(leastMs)
    expect(tookMs).toBeLessThan(leastMs + 30_000)
    const clerk = desk.as('front-desk')
    expect((await listLateUnlocks(clerk)).map(({ id }) => id)).toEqual(late ? [instructionId] : [])
    const toDo = (await listToDo(clerk)).filter(({ what }) => what === 'late-unlock')
    expect(toDo.map(({ instructionId: id }) => id)).toEqual(late ? [instructionId] : [])
  })
})
