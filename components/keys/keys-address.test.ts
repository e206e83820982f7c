import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keysStates } from '@/lib/front-desk/contract'
import {
  filterOf,
  type KeysAddress,
  looksLikeCode,
  readCursor,
  readKeysAddress,
  writeKeysAddress,
} from './keys-address'

const read = (query: string): KeysAddress => {
  const params = new URLSearchParams(query)
  return readKeysAddress((name) => params.get(name))
}
const id = `psc_${'0a'.repeat(12)}0`

describe('the address of the page Keys', () => {
  it('says again what was written into it', () => {
    const address: fc.Arbitrary<KeysAddress> = fc.record({
      state: fc.constantFrom(...keysStates),
      kind: fc.constantFrom('all', 'code', 'mobile-key'),
      text: fc.string({ maxLength: 100 }).map((text) => text.trim()),
      from: fc.constantFrom('', '2026-06-10'),
      until: fc.constantFrom('', '2026-06-12'),
      trail: fc.array(
        fc.integer({ min: 0, max: 2 ** 45 }).map((at) => `${at}.${id}`),
        { maxLength: 25 },
      ),
    })
    fc.assert(
      fc.property(address, (given) => {
        expect(read(writeKeysAddress(given))).toEqual(given)
      }),
    )
  })

  it('takes nothing else for a filter or a page', () => {
    expect(read('state=x&kind=y&from=2026-02-30&until=z&after=1.psc_x,;drop')).toEqual(read(''))
    expect(readCursor('1.aud_0000000000000000000000000')).toBeNull()
  })

  it('counts days by the property’s zone, the last one whole', () => {
    const { fromAt, untilAt } = filterOf(read('from=2026-06-10&until=2026-06-10'), 'Europe/Berlin')
    expect(new Date(fromAt ?? 0).toISOString()).toBe('2026-06-09T22:00:00.000Z')
    expect(new Date(untilAt ?? 0).toISOString()).toBe('2026-06-10T22:00:00.000Z')
  })

  it('knows digits that could be a code, spaced or not, and keeps room numbers and names apart', () => {
    expect(['482917', '482 917', '4829-17', '1204'].every(looksLikeCode)).toBe(true)
    expect(['204', '204a', 'Ada', '', '1234567890'].some(looksLikeCode)).toBe(false)
  })
})
