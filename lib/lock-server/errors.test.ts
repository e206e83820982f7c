import { expect, test, vi } from 'vitest'
import { isVendorError, VendorError } from './errors'

test('an error of another copy of this module is known as one, and an unbranded one is not', async () => {
  vi.resetModules()
  const copy = await import('./errors')
  const thrown = new copy.VendorError('no connection', { kind: 'unreachable', sent: 'no' })
  expect(thrown).not.toBeInstanceOf(VendorError)
  expect(isVendorError(thrown)).toBe(true)
  for (const other of [new Error('x'), { kind: 'unreachable', sent: 'no' }, null, undefined, 'unreachable']) {
    expect(isVendorError(other)).toBe(false)
  }
})
