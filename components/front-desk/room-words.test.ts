import { describe, expect, it } from 'vitest'
import type { DeskRoom } from './desk-contract'
import { sayRoom } from './room-words'

const none = {
  codes: 0,
  confirmed: 0,
  coming: 0,
  mobileKeys: 0,
  permanentKeys: 0,
  sharedKeys: 0,
  untilAt: null,
  unknownCode: false,
  unknownUntilAt: null,
  waiting: false,
}
const room = (keys: Partial<NonNullable<DeskRoom['keys']>> | null, more: Partial<DeskRoom> = {}): DeskRoom => ({
  id: 'lck_1',
  label: '204',
  sortKey: '204',
  floor: '2',
  common: false,
  state: 'reachable',
  sinceAt: null,
  keys: keys && { ...none, ...keys },
  ...more,
})
const words = (given: DeskRoom) => sayRoom(given).map(({ word }) => word)

describe('what the Desk says of a room', () => {
  it('without a known code it says just that', () => {
    expect(words(room(null))).toEqual(['nothing'])
  })

  it('who sees no names is told that a guest may be in, and nothing where that is not known', () => {
    expect(words(room(null, { occupied: true }))).toEqual(['occupied'])
    const given = room({ codes: 1, confirmed: 1, untilAt: 9 }, { occupied: true, state: 'no-contact', sinceAt: 1 })
    expect(words(given)).toEqual(['no-contact', 'occupied', 'opens'])
  })

  it('a key without an end is said of the room, with or without codes', () => {
    expect(sayRoom(room({ permanentKeys: 2 }))).toEqual([{ word: 'permanent', tone: 'neutral', keys: 2 }])
    expect(words(room({ permanentKeys: 1, codes: 1, confirmed: 1, untilAt: 9 }))).toEqual(['opens', 'permanent'])
  })

  it('only what the door confirmed counts as a code; the rest waits', () => {
    expect(sayRoom(room({ codes: 2, confirmed: 1, coming: 1, untilAt: 9, waiting: true }))).toEqual([
      { word: 'opens', tone: 'ok', codes: 1, keys: 0, shared: 0, at: 9 },
      { word: 'coming', tone: 'busy', codes: 1 },
    ])
    expect(words(room({ codes: 1, coming: 1, waiting: true }))).toEqual(['coming'])
  })

  it('a code that was never handed out is none, and a key from another system opens like any other', () => {
    expect(words(room({ codes: 1 }))).toEqual(['nothing'])
    expect(words(room({ sharedKeys: 1, untilAt: 9 }))).toEqual(['opens'])
  })

  it('a possible unknown code is never called a code and comes first', () => {
    expect(words(room({ codes: 1, unknownCode: true, unknownUntilAt: 7 }))).toEqual(['unknownCode'])
    expect(words(room({ codes: 2, confirmed: 1, untilAt: 9, unknownCode: true, unknownUntilAt: 7 }))).toEqual([
      'unknownCode',
      'opens',
    ])
  })

  it('a cancel that the door has not confirmed still counts, and is said to wait', () => {
    expect(words(room({ codes: 1, confirmed: 1, untilAt: 9, waiting: true }))).toEqual(['opens', 'waiting'])
  })

  it('says before all else that nothing reaches it, and keeps saying what opens it', () => {
    const cut = room({ confirmed: 1, codes: 1, mobileKeys: 1, untilAt: 9 }, { state: 'no-contact', sinceAt: 5 })
    expect(words(cut)).toEqual(['no-contact', 'opens'])
  })
})
