import { afterEach, describe, expect, test } from 'vitest'
import { createHouse, openDeskContext } from '../access/house'
import { openDesk } from '../testing/open-desk'
import { homesUnderTest } from '../testing/open-test-home'
import { dayMs } from '../time/clock'
import { listGateways } from './queries'
import { recordGatewayList } from './refresh-gateways'
import { recordGatewaySamples } from './sample-gateways'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

describe.each(await homesUnderTest())('gateways on %s', (kind) => {
  async function sampled(ageMs: number) {
    const desk = await openDesk(kind)
    open.push(desk)
    const other = createHouse({ ...desk.house })
    const elsewhere = () => openDeskContext(other, desk.as('front-desk').actor, desk.property)
    await recordGatewayList(desk.system, { gateways: [{ name: 'GW1' }], unusable: ['GW/2'] })
    const sample = async () => {
      const gateway = (await listGateways(desk.system)).find(({ name }) => name === 'GW1')
      const now = desk.clock.now()
      const monotonicMs = desk.clock.monotonicMs()
      const reading = { heartbeatAt: now - ageMs, serverAt: now, monotonicMs, ageMs }
      await recordGatewaySamples(desk.system, [{ id: gateway!.id, sampledAt: now, failure: null, reading }], 60_000)
    }
    await sample()
    const contactIn = async (ctx = desk.system) =>
      (await listGateways(ctx)).find(({ name }) => name === 'GW1')?.contact.kind
    return { desk, elsewhere, contactIn, sample }
  }

  test.each([dayMs, -dayMs])(
    'I12: our clock set by %d ms makes no outage and no contact that is not so',
    async (jumpMs) => {
      const { desk, elsewhere, contactIn, sample } = await sampled(10_000)
      expect(await contactIn(elsewhere())).toBe('in-contact')
      desk.clock.jump(jumpMs)
      expect(await contactIn()).toBe('in-contact')
      // Another process has only the wall clock for what it did not sample itself.
      expect(await contactIn(elsewhere())).toBe('not-known')
      await sample()
      expect(await contactIn(elsewhere())).toBe('in-contact')
    },
  )

  test('I12: a sample grown old is not made young again by a clock that is set back', async () => {
    const { desk, elsewhere, contactIn } = await sampled(10_000)
    expect(await contactIn(elsewhere())).toBe('in-contact')
    await desk.clock.advance(dayMs)
    desk.clock.jump(-dayMs)
    expect(await contactIn()).toBe('not-known')
    expect(await contactIn(elsewhere())).toBe('not-known')
  })

  test('a name that the API cannot take is listed and never asked for; a vanished gateway is kept and marked', async () => {
    const { desk } = await sampled(0)
    await recordGatewayList(desk.system, { gateways: [], unusable: ['GW/2'] })
    const rows = await listGateways(desk.as('auditor'))
    expect(rows.map(({ name, readFailure, contact }) => [name, readFailure, contact.kind])).toEqual([
      ['GW/2', 'unusable-name', 'not-known'],
      ['GW1', null, 'not-known'],
    ])
    expect(rows[1]?.goneAt).toBe(desk.clock.now())
    expect(await listGateways(desk.elsewhere('manager'))).toEqual([])
  })

  test('an empty list, or one that lacks over half, is believed only of what the next one lacks too', async () => {
    const { desk } = await sampled(0)
    const record = (...names: string[]) =>
      recordGatewayList(desk.system, { gateways: names.map((name) => ({ name })), unusable: [] })
    const gone = async () =>
      (await listGateways(desk.system)).filter(({ goneAt }) => goneAt !== null).map(({ name }) => name)
    await record('GW1', 'GW3', 'GW4', 'GW5')
    expect(await gone()).toEqual(['GW/2'])
    await record()
    expect(await gone()).toEqual(['GW/2'])
    await record('GW1', 'GW3', 'GW4', 'GW5')
    await record()
    expect(await gone()).toEqual(['GW/2'])
    await record('GW1')
    expect(await gone()).toEqual(['GW/2', 'GW3', 'GW4', 'GW5'])
    await record('GW1', 'GW3')
    expect(await gone()).toEqual(['GW/2', 'GW4', 'GW5'])
  })
})
