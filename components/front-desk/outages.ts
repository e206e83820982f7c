import type { DeskRoom, Outage } from './desk-contract'

/** The Desk's banner: every floor with doors whose gateways all have no contact, by floor; empty when none. */
export function outagesOf(rooms: readonly DeskRoom[]): Outage[] {
  const floors = new Map<string | null, DeskRoom[]>()
  for (const room of [...rooms].sort(byDoor)) {
    if (room.state === 'gone') continue
    const doors = floors.get(room.floor)
    if (doors) doors.push(room)
    else floors.set(room.floor, [room])
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
