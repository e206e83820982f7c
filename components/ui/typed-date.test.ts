import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, readDate, readTime, showDate, stepTime } from './typed-date'

const near = '2026-10-20'

describe('dates as people type them', () => {
  it.each([
    ['2026-10-24', '2026-10-24'],
    ['24.10.2026', '2026-10-24'],
    ['24.10.', '2026-10-24'],
    ['24.10', '2026-10-24'],
    ['24/10/26', '2026-10-24'],
    ['Sat 24 Oct 2026', '2026-10-24'],
    ['24 October', '2026-10-24'],
    ['24oct', '2026-10-24'],
    ['24', '2026-10-24'],
    ['3', '2026-11-03'],
    ['3.1.', '2027-01-03'],
    ['+2', '2026-10-22'],
  ])('%s is understood', (typed, date) => {
    expect(readDate(typed, near, 'en')).toBe(date)
  })

  it('German month names are understood, and so is what the field itself shows', () => {
    expect(readDate('24. Dez', near, 'de')).toBe('2026-12-24')
    expect(readDate('3. März 2027', near, 'de')).toBe('2027-03-03')
    expect(readDate(showDate('2027-03-03', 'de'), near, 'de')).toBe('2027-03-03')
  })

  it.each(['', 'soon', '31.2.2026', '32', '24.13.', '2026-02-30', '24 Foo'])('%s is no date', (typed) => {
    expect(readDate(typed, near, 'en')).toBeNull()
  })

  it('every date that is shown reads back as itself, in every language', () => {
    const dates = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days))
    fc.assert(
      fc.property(dates, fc.constantFrom('en', 'de'), (date, locale) => {
        expect(readDate(showDate(date, locale), near, locale)).toBe(date)
      }),
    )
  })

  it('no text makes it throw or answer something that is no date', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readDate(text, near, 'de') ?? '2026-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/)
        expect(readTime(text) ?? '00:00').toMatch(/^([01]\d|2[0-3]):[0-5]\d$/)
      }),
    )
  })
})

describe('times as people type them', () => {
  it.each([
    ['15', '15:00'],
    ['1530', '15:30'],
    ['930', '09:30'],
    ['15.30', '15:30'],
    ['3 pm', '15:00'],
    ['12am', '00:00'],
    ['11:05', '11:05'],
    ['7 Uhr', '07:00'],
  ])('%s is understood', (typed, time) => {
    expect(readTime(typed)).toBe(time)
  })

  it.each(['', '24', '15:60', '13 pm', 'noon'])('%s is no time', (typed) => {
    expect(readTime(typed)).toBeNull()
  })

  it('a step never leaves the day', () => {
    expect(stepTime('23:45', 30)).toBe('23:59')
    expect(stepTime('00:10', -30)).toBe('00:00')
  })
})
