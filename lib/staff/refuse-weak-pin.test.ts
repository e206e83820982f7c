import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDeskError } from '../errors/desk-error'
import { isWeakPin, refuseWeakPin } from './refuse-weak-pin'

const digit = fc.integer({ min: 0, max: 9 })
const two = (n: number) => String(n).padStart(2, '0')

const weak = fc.oneof(
  fc
    .tuple(digit, digit, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
    .map(([one, other, picks]) => picks.map((first) => (first ? one : other)).join('')),
  fc
    .tuple(digit, fc.constantFrom(1, -1))
    .map(([from, step]) => Array.from({ length: 6 }, (_, at) => (from + step * at + 60) % 10).join('')),
  fc.tuple(digit, digit, digit).map(([a, b, c]) => `${a}${b}${c}${a}${b}${c}`),
  fc.tuple(digit, digit, digit).map(([a, b, c]) => `${a}${b}${c}${c}${b}${a}`),
  fc
    .tuple(digit, fc.constantFrom(1, -1))
    .map(([from, step]) => [0, 0, 1, 1, 2, 2].map((at) => (from + step * at + 60) % 10).join('')),
  fc
    .tuple(
      fc.integer({ min: 1, max: 31 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: 2 }),
    )
    .map(
      ([day, month, year, order]) =>
        [two(day) + two(month) + two(year), two(month) + two(day) + two(year), two(year) + two(month) + two(day)][
          order
        ] as string,
    ),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1900, max: 2099 }), fc.boolean())
    .map(([month, year, first]) => (first ? `${two(month)}${year}` : `${year}${two(month)}`)),
)

test('few digits, runs, repeats, mirrors, pairs in a row and dates of birth are never a PIN', () => {
  fc.assert(
    fc.property(weak, (pin) => /^\d{6}$/.test(pin) && isWeakPin(pin)),
    { numRuns: 5_000 },
  )
})

test('what is left is most of a million, and holds PINs that people know to be fine', () => {
  let refused = 0
  for (let pin = 0; pin < 1_000_000; pin++) if (isWeakPin(String(pin).padStart(6, '0'))) refused += 1
  expect(refused).toBeLessThan(120_000)
  for (const pin of ['739164', '480295', '918374', '605947']) expect([pin, isWeakPin(pin)]).toEqual([pin, false])
})

test('the refusal names the field', () => {
  try {
    refuseWeakPin('123456')
    expect.unreachable()
  } catch (error) {
    expect(isDeskError(error) && [error.code, error.fields]).toEqual(['pin-too-simple', { pin: 'pin-too-simple' }])
  }
})
