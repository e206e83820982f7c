import { afterEach, describe, expect, test } from 'vitest'
import type { DeskContext } from '../access/context'
import { withTransaction } from '../db/database'
import { instructions } from '../db/schema/instructions'
import { stays } from '../db/schema/stays'
import { listGateways } from '../gateways/queries'
import { recordGatewayList } from '../gateways/refresh-gateways'
import { recordGatewaySamples } from '../gateways/sample-gateways'
import { newId } from '../ids/ids'
import { listLocks } from '../locks/queries'
import { recordLockList } from '../locks/refresh-inventory'
import { recordLockSamples } from '../locks/sample-locks'
import { openDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { listGatewayGuests } from './list-gateway-guests'
import { listGatewayLocks, listGatewayRows } from './list-gateway-rows'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

describe.each(await homesUnderTest())('gateways and what hangs on them, on %s', (kind) => {
  test('counts what waits and whom it touches at doors that no other gateway in contact hears', async () => {
    const desk = await openDesk(kind)
    open.push(desk)
    const ctx = desk.system
    const now = desk.clock.now()
    await recordGatewayList(ctx, { gateways: [{ name: 'A' }, { name: 'B' }], unusable: [] })
    await recordLockList(ctx, { locks: [{ name: 'L1' }, { name: 'L2' }, { name: 'L3' }], unusable: [] })
    const gateways = await listGateways(ctx)
    const beat = (name: string, agoMs: number) => ({
      id: gateways.find((one) => one.name === name)!.id,
      sampledAt: now,
      failure: null,
      reading: { heartbeatAt: now - agoMs, serverAt: now, monotonicMs: 0, ageMs: agoMs },
    })
    await recordGatewaySamples(ctx, [beat('A', 600_000), beat('B', 0)], 60_000)
    const rows = await listLocks(ctx)
    const heard = (name: string, by: string[]) => ({
      id: rows.find((one) => one.name === name)!.id,
      sampledAt: now,
      serverTimeAt: now,
      failure: null,
      readings: by.map((gatewayName) => ({ gatewayName, signalDbm: -70, heardAt: now })),
    })
    await recordLockSamples(ctx, [heard('L1', ['A']), heard('L2', ['A', 'B']), heard('L3', ['B'])])
    await withTransaction(ctx, async (tx) => {
      for (const row of rows) {
        for (const what of ['set-code', 'cancel-code', 'unlock']) {
          await tx.insert(instructions).values({
            id: newId('instruction'),
            propertyId: desk.property.id,
            kind: what,
            lockId: row.id,
            doorLabel: row.label,
            lockName: row.name,
            actorLabel: 'x',
            pressKey: newId('request'),
            askedHash: 'x',
            details: {},
            intendedAt: now,
            processId: desk.house.processId,
            outcome: 'accepted',
            status: 3,
            trackUntilAt: now + 60_000,
          })
        }
        await tx.insert(stays).values({
          id: newId('stay'),
          propertyId: desk.property.id,
          lockId: row.id,
          roomLabel: row.label,
          guestName: `Guest of ${row.name}`,
          startsAt: now - 1,
          endsAt: now + 1_000,
          createdAt: now,
        })
      }
    })
    const found = await listGatewayRows(desk.as('maintenance'))
    expect(
      found.map(({ name, contact, hears, onlyIt, codesWaiting, cancelsWaiting, guests }) => [
        name,
        contact.kind,
        hears,
        onlyIt,
        codesWaiting,
        cancelsWaiting,
        guests,
      ]),
    ).toEqual([
      ['A', 'no-contact', 2, 1, 1, 1, 1],
      ['B', 'in-contact', 2, 1, 2, 2, 2],
    ])
    expect((await listGatewayLocks(ctx, 'A')).map(({ name }) => name)).toEqual(['L1', 'L2'])
    expect(JSON.stringify(found)).not.toContain('Guest of')
    const guests = async (who: DeskContext, name: string) =>
      (await listGatewayGuests(who, name)).map(({ doorLabel, guestName }) => [doorLabel, guestName])
    expect(await guests(desk.as('front-desk'), 'A')).toEqual([['L1', 'Guest of L1']])
    expect(await guests(desk.as('front-desk'), 'B')).toHaveLength(2)
    expect(await guests(desk.as('maintenance'), 'A')).toEqual([['L1', null]])
    expect(await guests(desk.elsewhere('manager'), 'A')).toEqual([])
    expect(await listGatewayRows(desk.elsewhere('manager'))).toEqual([])
  })
})
