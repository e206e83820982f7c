import { describe, expect, it } from 'vitest'
import { naturalSortKey } from '@/lib/locks/rules'
import type { DeskRoom } from './desk-contract'
import { outagesOf } from './outages'

const room = (label: string, state: DeskRoom['state'], more: Partial<DeskRoom> = {}): DeskRoom => ({
  id: `lck_${label}`,
  label,
  sortKey: naturalSortKey(label),
  floor: label.slice(0, 1),
  common: false,
  state,
  sinceAt: state === 'no-contact' ? 1_000 : null,
  keys: null,
  ...more,
})
const floor = (from: number, to: number, cut: (n: number) => boolean) =>
  Array.from({ length: to - from + 1 }, (_, i) => room(String(from + i), cut(from + i) ? 'no-contact' : 'reachable'))

describe('the outages that the Desk’s banner tells', () => {
  it('are none while every door is reached, or it is not known', () => {
    expect(outagesOf([room('101', 'reachable'), room('102', 'not-known'), room('103', 'not-heard')])).toEqual([])
  })

  it('are told by floor, neighbours as a range that no reached door lies in', () => {
    const rooms = [...floor(301, 312, (n) => n <= 308), ...floor(401, 404, (n) => n === 401 || n > 402)]
    expect(outagesOf(rooms)).toEqual([
      { floor: '3', doors: '301–308', sinceAt: 1_000, whole: false },
      { floor: '4', doors: '401, 403, 404', sinceAt: 1_000, whole: false },
    ])
  })

  it('order doors as people do and say when a whole floor is cut off', () => {
    const rooms = [room('G10', 'no-contact'), room('G9', 'no-contact'), room('G8', 'no-contact')]
    expect(outagesOf(rooms)).toEqual([{ floor: 'G', doors: 'G8–G10', sinceAt: 1_000, whole: true }])
  })

  it('claim no more than holds for every door: the latest beginning, or none', () => {
    const later = room('302', 'no-contact', { sinceAt: 2_000 })
    expect(outagesOf([room('301', 'no-contact'), later])[0]?.sinceAt).toBe(2_000)
    expect(outagesOf([later, room('301', 'no-contact', { sinceAt: null })])[0]?.sinceAt).toBeNull()
  })
})
