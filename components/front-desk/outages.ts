import type { Instant } from '@/lib/time/clock'
import type { DeskRoom } from './desk-contract'

/** Doors of one floor that no command reaches. */
export interface Outage {
  /** Null: doors that have no floor. */
  floor: string | null
  /** "301–308", "301–304, 306", in the order of the doors. */
  doors: string
  /** All of them since then; null where it cannot be said. */
  sinceAt: Instant | null
  /** No door of the floor is reached. */
  whole: boolean
}

/** The Desk's banner: every floor with doors whose gateways all have no contact, by floor; empty when none. */
export function outagesOf(rooms: readonly DeskRoom[]): Outage[] {
  const floors = new Map<string | null, DeskRoom[]>()
  for (const room of [...rooms].sort(byDoor)) {
    if (room.state === 'gone') continue
    floors.set(room.floor, [...(floors.get(room.floor) ?? []), room])
  }
  return [...floors].flatMap(([floor, doors]) => {
    const cut = doors.filter(({ state }) => state === 'no-contact')
    if (cut.length === 0) return []
    const since = cut.map(({ sinceAt }) => sinceAt)
    const known = since.filter((at) => at !== null)
    return [
      {
        floor,
        doors: rangesOf(doors),
        // The statement must hold for every door in it.
        sinceAt: known.length === since.length ? Math.max(...known) : null,
        whole: cut.length === doors.length,
      },
    ]
  })
}

const byDoor = (a: DeskRoom, b: DeskRoom) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0)

/** Runs of three or more neighbours as "301–308"; a door that is reached ends a run. */
function rangesOf(doors: readonly DeskRoom[]): string {
  const runs: DeskRoom[][] = []
  let open = false
  for (const door of doors) {
    const cut = door.state === 'no-contact'
    if (cut && open) runs.at(-1)?.push(door)
    else if (cut) runs.push([door])
    open = cut
  }
  return runs
    .flatMap((run) => {
      const [first, last] = [run[0]?.label ?? '', run.at(-1)?.label ?? '']
      return run.length > 2 ? [`${first}–${last}`] : run.map(({ label }) => label)
    })
    .join(', ')
}
