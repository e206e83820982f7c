import { expect, test } from 'vitest'
import { readPastDay } from './past-day'

test.each([
  ['24', '2026-05-24'],
  ['9', '2026-06-09'],
  ['10', '2026-06-10'],
  ['10 Jun', '2026-06-10'],
  ['31', '2026-05-31'],
  ['24 Oct', '2025-10-24'],
  ['9.6.', '2026-06-09'],
  ['24 Dec 2024', '2024-12-24'],
  ['2026-07-01', '2026-07-01'],
  ['yesterday', null],
  ['', null],
])('a day without its year is the last such day before 10 June 2026: %s', (typed, day) => {
  expect(readPastDay(typed, '2026-06-10', 'en')).toBe(day)
})
