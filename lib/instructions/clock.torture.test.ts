import { afterEach, describe, expect, test } from 'vitest'
import { lockServerOf } from '../connections/lock-server-of'
import { openDesk } from '../testing/open-desk'
import { openHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { callOf, everyCommand, lookUntil, pressCommand } from '../testing/press-command'
import { tell, times } from '../testing/torture'
import { dayMs, hourMs, minuteMs } from '../time/clock'
import { getInstruction } from './queries'

const rounds = times(1, 10)
const timeout = times(120_000, 3_600_000)
const jumps = [
  [dayMs, -dayMs],
  [-dayMs, dayMs],
] as const
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function openWithDoor(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  const { desk } = hotel
  const door = { id: hotel.lockId, name: 'MJ000204', label: '204' }
  return { ...hotel, door, asked: (call: string) => desk.emulator.control.requests.list({ call }).length }
}

describe.each(await homesUnderTest())('a clock a day ahead and back, a day behind and back, on %s (I12)', (kind) => {
  test('in mid-command: the answer that was on its way is the outcome, asked for once', { timeout }, async () => {
    const { desk, door, asked } = await openWithDoor(kind)
    const ctx = () => desk.as('manager')
    let commands = 0
    for (let round = 0; round < rounds; round++) {
      for (const [there, back] of jumps) {
        for (const command of everyCommand(desk.clock.now())) {
          const call = callOf[command.kind]
          // Nobody presses so often in one minute.
          await desk.clock.advance(minuteMs)
          const before = asked(call)
          desk.emulator.control.network.setLatency(call, 100)
          const id = await pressCommand(ctx(), door, command)
          await lookUntil(
            async () => asked(call),
            (seen) => seen === before + 1,
          )
          expect((await getInstruction(ctx(), id)).outcome).toBeNull()
          desk.clock.jump(there)
          await desk.settled()
          desk.clock.jump(back)
          const { outcome } = await getInstruction(ctx(), id)
          expect(outcome).toBe('accepted')
          expect(asked(call)).toBe(before + 1)
          commands += 1
        }
      }
    }
    tell('clocks', { 'jumps in mid-command': commands, 'sent twice': 0 })
  })

  test('in mid-tracking: it is followed to the door’s own word, and neither given up nor called done before', {
    timeout,
  }, async () => {
    const { desk, door, until } = await openWithDoor(kind)
    const ctx = () => desk.as('manager')
    let followed = 0
    for (let round = 0; round < rounds; round++) {
      for (const [there, back] of jumps) {
        desk.emulator.control.instructions.nextOutcome('stay-5')
        const id = await pressCommand(ctx(), door, { kind: 'unlock' })
        const look = () => getInstruction(ctx(), id)
        await until(look, ({ status }) => status === 5)
        desk.clock.jump(there)
        await desk.clock.advance(2_000)
        expect(await look()).toMatchObject({ outcome: 'accepted', status: 5, settledAt: null })
        desk.clock.jump(back)
        await desk.clock.advance(2_000)
        expect(await look()).toMatchObject({ status: 5, settledAt: null })
        desk.emulator.control.instructions.releaseAll()
        expect(await until(look, ({ settledAt }) => settledAt !== null)).toMatchObject({ status: 1 })
        followed += 1
      }
    }
    tell('clocks', { 'jumps in mid-tracking': followed })
  })

  test('in mid-token: a renewal under way serves everybody, and the jump makes no other', { timeout }, async () => {
    const desk = await openDesk(kind, { emulator: true })
    open.push(desk)
    const asked = (call: string) => desk.emulator.control.requests.list({ call }).length
    const server = await lockServerOf(desk.system)
    const reads = () => Promise.all(Array.from({ length: 20 }, () => server.listLocks()))
    await reads()
    let renewals = 0
    for (let round = 0; round < rounds; round++) {
      for (const [there, back] of jumps) {
        await desk.clock.advance(3 * hourMs)
        desk.emulator.control.clock.advance(3 * hourMs)
        const before = asked('refresh') + asked('login')
        desk.emulator.control.network.setLatency('refresh', 100)
        const reading = reads()
        await lookUntil(
          async () => asked('refresh') + asked('login'),
          (seen) => seen > before,
        )
        desk.clock.jump(there)
        await reading
        await reads()
        desk.clock.jump(back)
        await reads()
        expect(asked('refresh') + asked('login')).toBe(before + 1)
        renewals += 1
      }
    }
    tell('clocks', { 'jumps in mid-token': renewals, 'renewals too many': 0 })
  })
})
