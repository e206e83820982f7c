import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskPhone } from './rules'

test('a telephone number shows three digits at most', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const shown = maskPhone(text).replace(/\D/g, '')
      expect(shown.length).toBeLessThanOrEqual(3)
    }),
  )
  expect(maskPhone('+86 138 0000 1234')).toBe('••• 234')
  expect(maskPhone('12345')).toBe('•••')
})
