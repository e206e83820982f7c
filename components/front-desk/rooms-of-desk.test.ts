import { describe, expect, it } from 'vitest'
import type { DeskRoom, DeskView } from './desk-contract'
import { firstOfMany, firstRoomsOf, floorsOf, roomsInPage } from './rooms-of-desk'

const room = (n: number): DeskRoom => ({
  id: `lck_${n}`,
  label: String(n),
  sortKey: String(n).padStart(6, '0'),
  floor: String(Math.floor(n / 100)),
  common: n % 1000 === 0,
  state: n === 50_123 ? 'no-contact' : 'reachable',
  sinceAt: null,
  keys: null,
})
const view = (count: number): DeskView => ({
  now: 0,
  source: null,
  rooms: Array.from({ length: count }, (_, n) => room(50_000 + n)),
  notices: null,
  toDo: null,
  today: null,
})

describe('the rooms that travel within the page', () => {
  it('are all of a usual house', () => {
    const usual = view(roomsInPage)
    expect(firstRoomsOf(usual, null)).toBe(usual)
  })

  it('are the first of a large one, with every floor, every outage and the number of all', () => {
    const { rooms, cut } = firstRoomsOf(view(10_000), null)
    expect(rooms).toHaveLength(firstOfMany)
    expect(cut?.shown).toBe(10_000)
    expect(cut?.floors.floors).toHaveLength(100)
    expect(cut?.floors.common).toBe(true)
    expect(cut?.outages.map(({ doors }) => doors)).toEqual(['50123'])
  })

  it('are those of the floor that was asked for', () => {
    const { rooms, cut } = firstRoomsOf(view(10_000), '599')
    expect(rooms[0]?.label).toBe('59900')
    expect(cut?.shown).toBe(100)
  })
})

describe('the floors of a house', () => {
  it('are in an order that no language’s rules decide: the browser draws the one that the server drew', () => {
    const names = ['10', 'é', '\u{2070e}', 'EG', '2', '-1', 'annex', '\ufb01', '02']
    const floors = names.map((floor) => ({ ...room(1), floor }))
    const inOrder = ['-1', '02', '2', '10', 'annex', 'EG', 'é', '\u{2070e}', '\ufb01']
    expect(floorsOf(floors).floors).toEqual(inOrder)
    expect(floorsOf(floors.reverse()).floors).toEqual(inOrder)
  })
})
