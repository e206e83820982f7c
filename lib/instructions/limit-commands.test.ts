import { afterEach, describe, expect, test } from 'vitest'
import { createHouse, openDeskContext } from '../access/house'
import { type Role, roles } from '../access/permissions'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { rateCounts } from '../db/schema/staff'
import { isDeskError } from '../errors/desk-error'
import { newId } from '../ids/ids'
import { writeDoor } from '../testing/ledger-rows'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { minuteMs } from '../time/clock'
import { commitIntent } from './commit-intent'
import type { InstructionKind } from './contract'
import { commandsPerMinute } from './limit-commands'

let desk: TestDesk
afterEach(() => desk.close())

describe.each(await homesUnderTest())('the limits of commands on %s', (kind) => {
  test('a person has thirty granting commands a minute at all processes together; cancels and the machine go on', async () => {
    desk = await openDesk(kind)
    const lock = { id: await writeDoor(desk.system), name: 'MJ000204', label: '204' }
    // A second process at the same data.
    const houses = [desk.house, createHouse(desk.house)]
    const press = async (
      n: number,
      of = 'front-desk' as 'front-desk' | 'manager' | 'system',
      what: InstructionKind = 'unlock',
    ) => {
      const { actor, property } = of === 'system' ? desk.system : desk.as(of)
      const ctx = openDeskContext(houses[n % 2] ?? desk.house, actor, property)
      try {
        const asked = { kind: what, lock, pressKey: `press_${n}`, asked: { n } }
        return (await withTransaction(ctx, (tx) => commitIntent(ctx, tx, asked))).fresh ? 'committed' : 'known'
      } catch (error) {
        if (isDeskError(error)) return `${error.code} ${error.details.seconds}`
        throw error
      }
    }
    const many = async (from: number, until: number, ...rest: [Parameters<typeof press>[1]?, InstructionKind?]) => {
      const answers = await Promise.all(Array.from({ length: until - from }, (_, n) => press(from + n, ...rest)))
      return Object.fromEntries(
        [...new Set(answers)].map((answer) => [answer, answers.filter((one) => one === answer).length]),
      )
    }
    await desk.clock.advance(15_000)
    expect(await many(0, 40)).toEqual({ committed: commandsPerMinute.person, 'too-many-requests 45': 10 })
    expect(await desk.house.home.db.$count(instructions)).toBe(commandsPerMinute.person)
    // The same press again is answered as before, and others go on.
    const [known] = await desk.house.home.db.select().from(instructions)
    expect(await press(Number(known?.pressKey.slice('press_'.length)))).toBe('known')
    expect(await many(100, 110, 'front-desk', 'cancel-code')).toEqual({ committed: 10 })
    expect(await many(200, 240, 'system', 'set-code')).toEqual({ committed: 40 })
    expect(await many(300, 303, 'manager')).toEqual({ committed: 3 })
    await desk.clock.advance(45_000)
    expect(await many(400, 401)).toEqual({ committed: 1 })
  })

  test('an address has a hundred and twenty a minute, whoever asks from it', async () => {
    desk = await openDesk(kind)
    const lock = { id: await writeDoor(desk.system), name: 'MJ000204', label: '204' }
    const press = async (role: Role, address: string | undefined) => {
      const ctx = { ...desk.as(role), address }
      const pressed = { kind: 'unlock', lock, pressKey: newId('request'), asked: {} } as const
      return withTransaction(ctx, (tx) => commitIntent(ctx, tx, pressed)).then(
        () => 'committed',
        (error) => error.code,
      )
    }
    const many = async (role: Role, address: string | undefined, presses: number) => {
      const answers = await Promise.all(Array.from({ length: presses }, () => press(role, address)))
      return answers.filter((answer) => answer === 'committed').length
    }
    // One subscriber's network counts as one.
    const addresses = ['2001:db8:1:2::1', '2001:db8:1:2::2']
    let letIn = 0
    for (const [place, role] of roles.slice(0, 5).entries()) letIn += await many(role, addresses[place % 2], 27)
    expect(letIn).toBe(commandsPerMinute.address)
    const [, , , , fifth = 'auditor', sixth = 'auditor'] = roles
    expect(await press(fifth, addresses[0])).toBe('too-many-requests')
    expect(await press(sixth, addresses[1])).toBe('too-many-requests')
    expect(await many(sixth, '192.0.2.7', 2)).toBe(2)
    expect(await many(sixth, undefined, 2)).toBe(2)
    const rows = JSON.stringify(await desk.house.home.db.select().from(rateCounts))
    expect(rows).not.toMatch(/2001:db8|192\.0\.2/)
    await desk.clock.advance(minuteMs)
    expect(await press(fifth, addresses[0])).toBe('committed')
  })

  test('a property has three hundred a minute, whoever asks', async () => {
    desk = await openDesk(kind)
    const lock = { id: await writeDoor(desk.system), name: 'MJ000204', label: '204' }
    const other = await writeDoor(openDeskContext(desk.house, desk.system.actor, desk.otherProperty))
    const { actor } = desk.as('front-desk')
    const press = async (ctx = desk.system, at = lock) => {
      try {
        const pressed = { kind: 'unlock', lock: at, pressKey: newId('request'), asked: {} } as const
        await withTransaction(ctx, (tx) => commitIntent(ctx, tx, pressed))
        return true
      } catch (error) {
        if (isDeskError(error) && error.code === 'too-many-requests') return false
        throw error
      }
    }
    const people = Object.values(desk.people)
    let letIn = 0
    const { db } = desk.house.home
    // Sixty people are not at hand: the rows say that most of it was asked for already.
    await db.insert(rateCounts).values({
      subject: `commands:${desk.property.id}`,
      windowAt: Math.floor(desk.clock.now() / minuteMs) * minuteMs,
      count: commandsPerMinute.property - 4,
    })
    for (const { personId, sessionId } of people) {
      const person = actor.kind === 'staff' ? { ...actor, personId, sessionId } : actor
      if (await press(openDeskContext(desk.house, person, desk.property))) letIn += 1
    }
    expect(letIn).toBe(4)
    expect(await press(desk.elsewhere('front-desk'), { ...lock, id: other })).toBe(true)
  })
})
