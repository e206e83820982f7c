import { byName } from '@/components/ui/by-name'
import type { DeskRoom, DeskView, Floors } from './desk-contract'
import { outagesOf } from './outages'

/** `common` = doors that are no rooms. */
export type Floor = string | 'common' | null

export function floorsOf(rooms: readonly DeskRoom[]): Floors {
  const floors = new Set(rooms.flatMap(({ floor, common }) => (floor === null || common ? [] : [floor])))
  return { floors: [...floors].sort(byName), common: rooms.some((room) => room.common) }
}

export function onFloor(rooms: readonly DeskRoom[], floor: Floor): DeskRoom[] {
  if (floor === null) return [...rooms]
  if (floor === 'common') return rooms.filter((room) => room.common)
  return rooms.filter((room) => !room.common && room.floor === floor)
}

/** So many rooms travel within the page; of longer lists the first, and the browser reads the rest. */
export const roomsInPage = 500
export const firstOfMany = 100

/** The view as the page brings it: whole, or with the first rooms of the floor and what is said of all. */
export function firstRoomsOf(view: DeskView, floor: Floor): DeskView {
  if (view.rooms.length <= roomsInPage) return view
  const shown = onFloor(view.rooms, floor)
  return {
    ...view,
    rooms: shown.slice(0, firstOfMany),
    cut: { shown: shown.length, floors: floorsOf(view.rooms), outages: outagesOf(view.rooms) },
  }
}
