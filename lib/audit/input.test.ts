import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '../ids/ids'
import { activityHref, readActivityAsked } from './input'

const zone = 'Europe/Berlin'

test('days are the property’s own, both included, also where the clocks change', () => {
  const { filter } = readActivityAsked({ from: '2026-03-29', until: '2026-03-29' }, zone)
  expect(filter).toEqual({ fromAt: Date.UTC(2026, 2, 28, 23), untilAt: Date.UTC(2026, 2, 29, 22) })
})

test('who, door, kind and page are read from the address and lead back to it', () => {
  const who = newId('person')
  const asked = readActivityAsked({ who, door: ' 204 ', group: 'unlocks', before: '1781092800000.17' }, zone)
  expect(asked).toMatchObject({
    filter: { who: { personId: who }, door: '204', group: 'unlocks' },
    after: { at: 1781092800000, sequence: 17 },
    faults: {},
  })
  expect(activityHref('/a/activity', asked.fields, asked.after)).toBe(
    `/a/activity?who=${who}&door=204&group=unlocks&before=1781092800000.17`,
  )
  expect(readActivityAsked({ who: 'lock-server' }, zone).filter).toEqual({ who: { actorKind: 'lock-server' } })
})

test('a day that is none, or an end before its start, is named and narrows nothing', () => {
  expect(readActivityAsked({ from: '2026-02-30', until: 'tomorrow' }, zone)).toMatchObject({
    filter: {},
    faults: { from: 'not-a-day', until: 'not-a-day' },
  })
  const reversed = readActivityAsked({ from: '2026-06-02', until: '2026-06-01' }, zone)
  expect(reversed.faults).toEqual({ until: 'reversed' })
  expect(reversed.filter.untilAt).toBeUndefined()
})

test('no address makes the reading of it fail (I26)', () => {
  const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.constantFrom('9999-12-31', '0001-01-01', '1970-01-01'))
  const given = fc.record({ who: value, door: value, group: value, from: value, until: value, before: value })
  fc.assert(
    fc.property(given, (address) => {
      const { fields, after, filter } = readActivityAsked(address, zone)
      expect(Number.isNaN(filter.fromAt)).toBe(false)
      expect(activityHref('/a/activity', fields, after)).toMatch(/^\/a\/activity(\?|$)/)
    }),
  )
})
