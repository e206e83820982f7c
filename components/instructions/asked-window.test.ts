import { describe, expect, it } from 'vitest'
import type { HouseTimes } from '@/lib/stays/rules'
import { beginAt, nightsUntil, offeredWindow, readWindow } from './asked-window'

const times: HouseTimes = {
  timeZone: 'Europe/Berlin',
  arrivalTime: '15:00',
  departureTime: '11:00',
  hotelDayEndsAt: '05:00',
  codeMarginMinutes: 30,
  walkInLeadMinutes: 15,
}
const at = (text: string) => Date.parse(text)
const notes = (from: string, until: string) =>
  readWindow(from, until, 'Europe/Berlin', at('2026-03-01T00:00Z')).notes.map((note) =>
    'edge' in note ? `${note.kind} ${note.edge}` : `${note.kind} ${note.minutes}`,
  )

describe('the window that a dialog asks for', () => {
  it('begins a quarter of an hour ago and ends with the margin after the departure hour', () => {
    expect(offeredWindow(times, at('2026-06-10T12:00Z'))).toEqual({
      from: '2026-06-10T13:45',
      until: '2026-06-11T11:30',
    })
  })

  it('before 05:00 one night ends on the same calendar day', () => {
    expect(offeredWindow(times, at('2026-06-10T01:00Z')).until).toBe('2026-06-10T11:30')
  })

  it('counts nights from the asked beginning', () => {
    expect(nightsUntil(times, at('2026-07-01T09:00Z'), 3)).toBe('2026-07-04T11:30')
  })

  it('moved to another day it begins at the departure hour, unless a time was typed', () => {
    const move = (next: string, before = '2026-06-10T13:45') => beginAt(next, before, times, at('2026-06-10T12:00Z'))
    expect(move('2026-06-20T13:45')).toBe('2026-06-20T11:00')
    expect(move('2026-06-20T18:00')).toBe('2026-06-20T18:00')
    expect(move('2026-06-10T14:00')).toBe('2026-06-10T14:00')
  })

  it('back on today it begins as for a walk-in again, unless somebody typed a time', () => {
    const back = (before: string, now: string) => beginAt(`2026-06-10T${before.split('T')[1]}`, before, times, at(now))
    expect(back('2026-06-20T11:00', '2026-06-10T00:07Z')).toBe('2026-06-10T01:52')
    expect(back('2026-06-20T18:00', '2026-06-10T00:07Z')).toBe('2026-06-10T18:00')
    expect(back('T11:00', '2026-06-09T22:05Z')).toBe('2026-06-10T00:00')
  })

  it('names every change of the clocks in it, and edges that do not exist or come twice', () => {
    expect(notes('2026-03-28T15:00', '2026-03-30T11:00')).toEqual(['forward 60'])
    expect(notes('2026-10-24T15:00', '2026-10-26T11:00')).toEqual(['back 60'])
    expect(notes('2026-03-29T02:30', '2026-03-30T11:00')).toContain('gap from')
    expect(notes('2026-10-24T15:00', '2026-10-25T02:30')).toContain('twice until')
    expect(notes('2026-06-10T15:00', '2026-06-12T11:00')).toEqual([])
  })

  it('reversed, ended and long windows are known before they are sent', () => {
    const read = (from: string, until: string) => readWindow(from, until, 'UTC', at('2026-06-10T12:00Z'))
    expect(read('2026-06-12T15:00', '2026-06-11T11:00').fault).toBe('window-reversed')
    expect(read('2026-06-08T15:00', '2026-06-09T11:00').fault).toBe('window-ended')
    expect(read('2026-06-10T15:00', '2026-07-11T15:00').long).toBe(true)
    expect(read('2026-06-10T15:00', '2026-07-10T15:00').long).toBe(false)
    expect(read('', '2026-07-10T').startsAt).toBe(null)
  })
})
