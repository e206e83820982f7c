import { eq, type SQL, sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { createHouse, openDeskContext, openHouseContext } from '../access/house'
import { withTransaction } from '../db/database'
import { claimLease, findLease } from '../db/leases'
import { auditEvents } from '../db/schema/audit'
import { instructions } from '../db/schema/instructions'
import { locks } from '../db/schema/locks'
import { isDeskError } from '../errors/desk-error'
import { type Id, newId } from '../ids/ids'
import { openDesk, type TestDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { abandonInstructions } from './abandon-instructions'
import type { Command } from './command'
import { commitIntent } from './commit-intent'
import type { InstructionView } from './contract'
import { instructionBell } from './instruction-bell'
import { getInstruction } from './queries'
import { answerAad } from './record-outcome'
import { dispatchCommand, sendCommand } from './send-command'
import { trackInstructions } from './tracker'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function deskWithLock(kind: Parameters<typeof openDesk>[0]) {
  const desk = await openDesk(kind, { emulator: true })
  open.push(desk)
  const lock = { id: newId('lock'), name: 'MJ000204', label: '204' }
  await withTransaction(desk.system, (tx) =>
    tx.insert(locks).values({
      id: lock.id,
      propertyId: desk.property.id,
      name: lock.name,
      room: '204',
      sortKey: '0204',
      createdAt: desk.clock.now(),
    }),
  )
  return { desk, lock }
}

type Lock = Awaited<ReturnType<typeof deskWithLock>>['lock']
const windowOf = (desk: TestDesk) => ({ startsAt: desk.clock.now(), endsAt: desk.clock.now() + 86_400_000 })

async function press(ctx: DeskContext, lock: Lock, command: Command, pressKey: string = newId('request')) {
  const intent = await withTransaction(ctx, (tx) =>
    commitIntent(ctx, tx, {
      kind: command.kind,
      lock,
      pressKey,
      asked: { lock: lock.id, kind: command.kind },
      ...('startsAt' in command ? { windowStartsAt: command.startsAt, windowEndsAt: command.endsAt } : {}),
    }),
  )
  if (intent.fresh) dispatchCommand(ctx, { instructionId: intent.id, lock, command })
  return intent
}

const seenBy = (desk: TestDesk, call: string) => desk.emulator.control.requests.list({ call }).length

/** Real sockets answer in their own time: looks again until it holds, at most 10 s. */
async function until<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const found = await look()
    if (holds(found)) return found
    if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(found)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const outcomeOf = (ctx: DeskContext, id: Id<'instruction'>) =>
  until(
    () => getInstruction(ctx, id),
    (view) => view.outcome !== null,
  )

describe.each(await homesUnderTest())('the ledger on %s', (kind) => {
  test('an unlock is committed, sent once and its outcome recorded with the number it is followed by', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    const view = await outcomeOf(ctx, id)
    expect(view).toMatchObject({
      outcome: 'accepted',
      doorLabel: '204',
      actorLabel: ctx.actor.kind === 'staff' ? ctx.actor.name : '',
    })
    expect(view.vendorInstructionId).toBeTruthy()
    expect(seenBy(desk, 'remote-unlock')).toBe(1)
  })

  test('the same press key twenty times at once is one intent, one request and the same answer (I1, I2)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    const key = 'press-0123456789abcdef'
    const pressed = await Promise.all(Array.from({ length: 20 }, () => press(ctx, lock, { kind: 'unlock' }, key)))
    expect(new Set(pressed.map((one) => one.id)).size).toBe(1)
    expect(pressed.filter((one) => one.fresh)).toHaveLength(1)
    await outcomeOf(ctx, pressed[0]!.id)
    await desk.settled()
    expect(seenBy(desk, 'remote-unlock')).toBe(1)
  })

  test('the same press key with another body is refused (I2)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    const key = 'press-0123456789abcdef'
    await press(ctx, lock, { kind: 'unlock' }, key)
    const refused = await press(ctx, lock, { kind: 'set-code', ...windowOf(desk), oneTime: false }, key).catch(
      (e: unknown) => e,
    )
    expect(isDeskError(refused) && refused.code).toBe('press-key-reused')
    await desk.settled()
  })

  test('a committed intent is sent at most once, however often it is dispatched (I1)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    await Promise.all(
      Array.from({ length: 5 }, () => sendCommand(ctx, { instructionId: id, lock, command: { kind: 'unlock' } })),
    )
    await desk.settled()
    expect(seenBy(desk, 'remote-unlock')).toBe(1)
  })

  test('an answer that is lost after the send is unknown, and nothing is sent again (I3)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    desk.emulator.control.wrongAnswers.order({ kind: 'reset-after', call: 'remote-unlock' })
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    expect(await outcomeOf(ctx, id)).toMatchObject({ outcome: 'unknown' })
    await desk.settled()
    expect(seenBy(desk, 'remote-unlock')).toBe(1)
  })

  test('the digits are sealed and committed together with the outcome (I18, I32)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('front-desk')
    desk.emulator.control.codes.next({ digits: '482917' })
    const { id } = await press(ctx, lock, { kind: 'set-code', ...windowOf(desk), oneTime: false })
    await outcomeOf(ctx, id)
    const [row] = await ctx.db.select().from(instructions).where(eq(instructions.id, id))
    expect(JSON.stringify(row)).not.toContain('482917')
    expect(ctx.sealer.unseal(row!.answerSealed!, answerAad(id))).toBe('482917')
  })

  test('an intent whose process is gone is unknown after a start, and nothing is sent (I17)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const dead = createHouse({ ...desk.house })
    const ctx = openDeskContext(dead, desk.as('manager').actor, desk.property)
    const { id } = await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} }),
    )
    expect(await abandonInstructions(openHouseContext(desk.house, { kind: 'system', part: 'test' }))).toBe(1)
    expect(await getInstruction(desk.as('manager'), id)).toMatchObject({
      outcome: 'unknown',
      outcomeReason: 'process-died',
    })
    expect(seenBy(desk, 'remote-unlock')).toBe(0)
  })

  test('an intent of a living process is left alone', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const living = createHouse({ ...desk.house })
    const ctx = openDeskContext(living, desk.as('manager').actor, desk.property)
    await claimLease(ctx.db, `process:${living.processId}`, living.processId, 60_000)
    await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} }),
    )
    expect(await abandonInstructions(openHouseContext(desk.house, { kind: 'system', part: 'test' }))).toBe(0)
  })

  test('a command that waits 30 s for its turn is not sent and says so (I3, I12)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    await claimLease(ctx.db, `lock:${lock.id}`, 'another', 600_000)
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    await until(
      async () => {
        await desk.clock.advance(1_000)
        return getInstruction(ctx, id)
      },
      (view) => view.outcome !== null,
    )
    expect(await getInstruction(ctx, id)).toMatchObject({ outcome: 'not-sent', outcomeReason: 'waited-too-long' })
    expect(seenBy(desk, 'remote-unlock')).toBe(0)
  })

  test('a database that fails while a command waits is a turn that has not come: it ends as not-sent within its 30 s (I3)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    let failing = true
    const flaky = new Proxy(ctx.db, {
      get(target, name) {
        if ((name === 'transaction' || name === 'execute') && failing)
          return () => Promise.reject(new Error('connection lost'))
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const intent = await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} }),
    )
    const sending = sendCommand({ ...ctx, db: flaky }, { instructionId: intent.id, lock, command: { kind: 'unlock' } })
    await desk.clock.advance(31_000)
    failing = false
    await until(
      async () => {
        await desk.clock.advance(5_000)
        return getInstruction(ctx, intent.id)
      },
      (view) => view.outcome !== null,
    )
    await sending
    expect(await getInstruction(ctx, intent.id)).toMatchObject({
      outcome: 'not-sent',
      outcomeReason: 'waited-too-long',
    })
    expect(seenBy(desk, 'remote-unlock')).toBe(0)
  })

  test('a database that fails once delays a command and loses none', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    let failures = 0
    const flaky = new Proxy(ctx.db, {
      get(target, name) {
        if ((name === 'transaction' || name === 'execute') && failures++ === 0)
          return () => Promise.reject(new Error('connection lost'))
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const intent = await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} }),
    )
    const sending = sendCommand({ ...ctx, db: flaky }, { instructionId: intent.id, lock, command: { kind: 'unlock' } })
    await until(
      async () => {
        await desk.clock.advance(200)
        return getInstruction(ctx, intent.id)
      },
      (view) => view.outcome !== null,
    )
    await sending
    expect((await getInstruction(ctx, intent.id)).outcome).toBe('accepted')
    expect(seenBy(desk, 'remote-unlock')).toBe(1)
  })

  test('a mark whose answer was lost sends nothing, and that is what is told (I1, I3)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    // The token is there: the next thing that the database is asked for is the turn with the mark.
    await press(ctx, lock, { kind: 'unlock' })
    await desk.settled()
    let lost = 0
    const flaky = new Proxy(ctx.db, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (name === 'execute' && lost++ === 0)
          return async (query: SQL) => {
            await target.execute(query)
            throw new Error('connection lost')
          }
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const { id } = await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} }),
    )
    await sendCommand({ ...ctx, db: flaky }, { instructionId: id, lock, command: { kind: 'unlock' } })
    expect(await getInstruction(ctx, id)).toMatchObject({ outcome: 'not-sent', outcomeReason: 'unexpected' })
    expect(seenBy(desk, 'remote-unlock')).toBe(1)
    expect(await findLease(ctx.db, `lock:${lock.id}`)).toBeNull()
  })

  test('a turn that the database took 30 s over sends nothing any more (I3, I12)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    await press(ctx, lock, { kind: 'unlock' })
    await desk.settled()
    let asked = 0
    const slow = new Proxy(ctx.db, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (name === 'execute' && asked++ === 0)
          return async (query: SQL) => {
            const result = await target.execute(query)
            await desk.clock.advance(31_000)
            return result
          }
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const { id } = await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} }),
    )
    await sendCommand({ ...ctx, db: slow }, { instructionId: id, lock, command: { kind: 'unlock' } })
    expect(await getInstruction(ctx, id)).toMatchObject({ outcome: 'not-sent', outcomeReason: 'waited-too-long' })
    expect(seenBy(desk, 'remote-unlock')).toBe(1)
    expect(await findLease(ctx.db, `lock:${lock.id}`)).toBeNull()
  })

  test('a lock is free again as the outcome is committed', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    for (const order of [null, 'ack-nonzero', 'reset-after'] as const) {
      if (order) desk.emulator.control.wrongAnswers.order({ kind: order, call: 'remote-unlock' })
      await press(ctx, lock, { kind: 'unlock' })
      await desk.settled()
      expect([order, await findLease(ctx.db, `lock:${lock.id}`)]).toEqual([order, null])
    }
    const [answered] = await ctx.db
      .select({ count: sql<number>`count(*)::int` })
      .from(auditEvents)
      .where(eq(auditEvents.event, 'instruction.answered'))
    expect(answered?.count).toBe(3)
  })

  test('"sending" is said of a command when its turn came, never while others hold every socket', async () => {
    const { desk } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    const doors = Array.from({ length: 12 }, (_, place) => ({
      id: newId('lock'),
      name: `MJ0003${String(place).padStart(2, '0')}`,
      label: `3${String(place).padStart(2, '0')}`,
    }))
    await withTransaction(desk.system, (tx) =>
      tx.insert(locks).values(
        doors.map(({ id, name, label }) => ({
          ...{ id, name, room: label, sortKey: label },
          ...{ propertyId: desk.property.id, createdAt: desk.clock.now() },
        })),
      ),
    )
    desk.emulator.control.wrongAnswers.order({ kind: 'hang', call: 'remote-unlock', times: 12 })
    const pressed = await Promise.all(doors.map((door) => press(ctx, door, { kind: 'unlock' })))
    await until(
      async () => seenBy(desk, 'remote-unlock'),
      (seen) => seen === 8,
    )
    const views = await Promise.all(pressed.map(({ id }) => getInstruction(ctx, id)))
    expect(views.filter(({ sendingAt }) => sendingAt !== null)).toHaveLength(8)
    // Nobody waits for what hangs.
    await desk.emulator.close()
  })

  test('a day on the wall clock changes nothing for a command that waits for its turn (I12)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    const ctx = desk.as('manager')
    await claimLease(ctx.db, `lock:${lock.id}`, 'another', 600_000)
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    desk.clock.jump(86_400_000)
    await desk.clock.advance(5_000)
    expect(await getInstruction(ctx, id)).toMatchObject({ outcome: null })
  })
})

describe.each(await homesUnderTest())('the tracker on %s', (kind) => {
  /** One process that tracks; `stop` ends it as a graceful stop does. */
  async function startTracking(desk: TestDesk, processOf = desk.house) {
    const ending = new AbortController()
    const bell = await instructionBell(desk.house.home)
    const ended = trackInstructions(
      () => openDeskContext(processOf, { kind: 'system', part: 'tracker' }, desk.property),
      bell,
      ending.signal,
    )
    const stop = async () => {
      ending.abort()
      await ended
    }
    open.unshift({ close: stop })
    return { stop }
  }

  const follow = (desk: TestDesk, ctx: DeskContext, id: Id<'instruction'>, holds: (view: InstructionView) => boolean) =>
    until(async () => {
      desk.emulator.control.clock.advance(250)
      await desk.clock.advance(250)
      return getInstruction(ctx, id)
    }, holds)

  test('follows a command to the door’s own word and writes each change once', async () => {
    const { desk, lock } = await deskWithLock(kind)
    await startTracking(desk)
    const ctx = desk.as('manager')
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    const done = await follow(desk, ctx, id, (view) => view.settledAt !== null)
    expect(done).toMatchObject({ outcome: 'accepted', status: 1 })
    expect(done.version).toBeLessThanOrEqual(6)
  })

  test('an instruction that stays pushed is never shown as done (I5)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    desk.emulator.control.instructions.nextOutcome('stay-5')
    await startTracking(desk)
    const ctx = desk.as('manager')
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    const pushed = await follow(desk, ctx, id, (view) => view.status === 5)
    expect(pushed.settledAt).toBeNull()
    desk.emulator.control.instructions.releaseAll()
    expect(await follow(desk, ctx, id, (view) => view.settledAt !== null)).toMatchObject({ status: 1 })
  })

  test('a failure is told as the Lock Server says it (I8)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    desk.emulator.control.instructions.nextOutcome(2)
    await startTracking(desk)
    const ctx = desk.as('manager')
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    expect(await follow(desk, ctx, id, (view) => view.settledAt !== null)).toMatchObject({ status: 2 })
  })

  test('one process tracks; when it stops the other goes on with what is open (I19)', async () => {
    const { desk, lock } = await deskWithLock(kind)
    desk.emulator.control.instructions.nextOutcome('stay-3')
    const first = await startTracking(desk)
    const ctx = desk.as('manager')
    const { id } = await press(ctx, lock, { kind: 'unlock' })
    await follow(desk, ctx, id, (view) => view.status === 3)
    const second = createHouse({ ...desk.house })
    await startTracking(desk, second)
    await first.stop()
    desk.emulator.control.instructions.releaseAll()
    expect(await follow(desk, ctx, id, (view) => view.settledAt !== null)).toMatchObject({ status: 1 })
  })
})
