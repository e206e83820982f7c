import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { withTransaction } from '../db/database'
import { newId } from '../ids/ids'
import { openHotel, type TestHotel } from '../testing/open-hotel'
import { homesUnderTest } from '../testing/open-test-home'
import { commitIntent } from './commit-intent'
import { answeredWithinMs, findAnswered } from './find-answered'
import { getInstruction } from './queries'
import { dispatchCommand } from './send-command'

const open: TestHotel[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function openPress(kind: Parameters<typeof openHotel>[0]) {
  const hotel = await openHotel(kind)
  open.push(hotel)
  const { desk, lockId } = hotel
  const lock = { id: lockId, name: 'MJ000204', label: '204' }
  async function press(ctx: DeskContext) {
    const { id } = await withTransaction(ctx, (tx) =>
      commitIntent(ctx, tx, { kind: 'unlock', lock, pressKey: newId('request'), asked: {} }),
    )
    dispatchCommand(ctx, { instructionId: id, lock, command: { kind: 'unlock' } })
    return id
  }
  return { desk, press, orders: desk.emulator.control.wrongAnswers }
}

describe.each(await homesUnderTest())('what a press is answered with on %s', (kind) => {
  test('is its outcome, as committed, when that is there at once', async () => {
    const { desk, press } = await openPress(kind)
    const ctx = desk.as('manager')
    const id = await press(ctx)
    const answered = await findAnswered(ctx, id)
    expect(answered).toMatchObject({ id, outcome: 'accepted', version: 3, status: null })
    expect(await getInstruction(ctx, id)).toMatchObject({ outcome: 'accepted', outcomeAt: answered?.outcomeAt })
    // Nothing is under way any more: whoever asks later follows it by its id.
    await desk.settled()
    expect(await findAnswered(ctx, id)).toBeNull()
  })

  test('is "no answer" when the line broke after the send, and never "accepted" (I3)', async () => {
    const { desk, press, orders } = await openPress(kind)
    orders.order({ kind: 'reset-after', call: 'remote-unlock' })
    const ctx = desk.as('manager')
    expect(await findAnswered(ctx, await press(ctx))).toMatchObject({ outcome: 'unknown' })
  })

  test('is nothing yet when the Lock Server takes its time, or another process sends', async () => {
    const { desk, press, orders } = await openPress(kind)
    orders.order({ kind: 'hang', call: 'remote-unlock' })
    const ctx = desk.as('manager')
    const id = await press(ctx)
    const waiting = findAnswered(ctx, id)
    await desk.clock.advance(answeredWithinMs)
    expect(await waiting).toBeNull()
    expect(await getInstruction(ctx, id)).toMatchObject({ outcome: null })
    expect(await findAnswered(ctx, newId('instruction'))).toBeNull()
    // Nobody waits for what hangs.
    await desk.emulator.close()
  })

  test('is what was committed, without asking the database again', async () => {
    const { desk, press } = await openPress(kind)
    const ctx = desk.as('manager')
    const id = await press(ctx)
    const away = new Proxy(ctx.db, {
      get() {
        throw new Error('the database is away')
      },
    })
    expect(await findAnswered({ ...ctx, db: away }, id)).toMatchObject({ id, outcome: 'accepted' })
    await desk.settled()
    expect(await findAnswered(ctx, id)).toBeNull()
  })
})
