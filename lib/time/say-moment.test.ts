import { describe, expect, it } from 'vitest'
import { sayMoment, sayTime, sayTimeToday, sayWholeMoment } from './say-moment'

const at = (iso: string) => Date.parse(iso)
const now = at('2026-06-10T12:00:00Z')
const en = { zone: 'Europe/Berlin', locale: 'en', now }
const de = { ...en, locale: 'de' }

describe('a moment in words', () => {
  it('is said in the property’s zone, today by name, this week by weekday, else with its date', () => {
    expect(sayMoment(at('2026-06-10T13:00:00Z'), en)).toBe('today 15:00')
    expect(sayMoment(at('2026-06-12T09:00:00Z'), en)).toBe('Fri 11:00')
    expect(sayMoment(at('2026-06-17T09:00:00Z'), en)).toBe('Wed 17 Jun 11:00')
    expect(sayMoment(at('2026-06-09T09:00:00Z'), en)).toBe('Tue 9 Jun 11:00')
    expect(sayMoment(at('2027-01-04T09:00:00Z'), en)).toBe('Mon 4 Jan 2027 10:00')
  })

  it('is said in German', () => {
    expect(sayMoment(at('2026-06-10T13:00:00Z'), de)).toBe('heute 15:00')
    expect(sayMoment(at('2026-06-12T09:00:00Z'), de)).toMatch(/^Fr\.? 11:00$/)
  })

  it('counts the day by the property’s midnight, not by UTC', () => {
    expect(sayMoment(at('2026-06-10T22:30:00Z'), en)).toBe('Thu 00:30')
    expect(sayTimeToday(at('2026-06-10T21:30:00Z'), en)).toBe('23:30')
    expect(sayTimeToday(at('2026-06-10T22:30:00Z'), en)).toBe('Thu 00:30')
  })

  it('has seconds when asked, and everything when printed', () => {
    expect(sayTime(at('2026-06-10T12:02:11Z'), en, true)).toBe('14:02:11')
    expect(sayWholeMoment(at('2026-06-12T09:00:00Z'), en)).toBe('Fri 12 Jun 2026, 11:00')
  })
})
