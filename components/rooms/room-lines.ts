import type { Refusal } from '@/lib/errors/contract'
import type { DoorNaming } from '@/lib/locks/contract'
import { floorOfRoom } from '@/lib/locks/rules'

/** A row under edit, as it is typed. */
export interface RoomDraft {
  kind: 'room' | 'common-door'
  name: string
  floor: string
  /** As long as nobody typed a floor it follows the room's number. */
  floorFollows: boolean
}

/** One lock of the table; `draft` only while its row is edited. */
export interface RoomLine {
  door: DoorNaming
  draft: RoomDraft | null
  refusal: Refusal | null
  busy: boolean
  /** Another lock that is still listed has the same name. */
  twin: boolean
}

export interface RoomNames {
  room: string | null
  door: string | null
  floor: string | null
}

export const nameOf = ({ room, door }: Pick<DoorNaming, 'room' | 'door'>): string | null => room ?? door

/** Locks that still need a name first, then in the order of the doors; rows under edit keep what was typed. */
export function linesOf(doors: readonly DoorNaming[], before: readonly RoomLine[] = []): RoomLine[] {
  const typed = new Map(before.map((line) => [line.door.lockId, line]))
  const lines = doors.map((door) => {
    const { draft = null, refusal = null, busy = false } = typed.get(door.lockId) ?? {}
    return { door, draft, refusal, busy, twin: false }
  })
  const open = lines.filter(({ door }) => needsName(door))
  return withTwins([...open, ...lines.filter(({ door }) => !needsName(door))])
}

export const needsName = (door: DoorNaming): boolean => nameOf(door) === null && door.goneAt === null

/** Marks the same name on two doors: a code for one would go to the other. Unchanged lines stay the same objects. */
export function withTwins(lines: readonly RoomLine[]): RoomLine[] {
  const counts = new Map<string, number>()
  const key = ({ door }: RoomLine) => (door.goneAt === null ? nameOf(door)?.toLowerCase() : undefined)
  for (const line of lines) {
    const name = key(line)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return lines.map((line) => {
    const twin = (counts.get(key(line) ?? '') ?? 0) > 1
    return twin === line.twin ? line : { ...line, twin }
  })
}

/** What the row begins with: its name, else what the Lock Server proposes. */
export function draftOf({ room, door, floor, proposal }: DoorNaming): RoomDraft {
  const named = room ?? door
  const kind = named === null ? (proposal?.becomes ?? 'room') : door === null ? 'room' : 'common-door'
  const begins = named ?? proposal?.proposedRoom ?? ''
  const beginsFloor = floor ?? (named === null ? proposal?.proposedFloor : null) ?? ''
  return { kind, name: begins, floor: beginsFloor, floorFollows: floor === null }
}

export function typed(draft: RoomDraft, part: Partial<Pick<RoomDraft, 'kind' | 'name' | 'floor'>>): RoomDraft {
  const next = { ...draft, ...part }
  if (part.floor !== undefined) return { ...next, floorFollows: false }
  if (!draft.floorFollows) return next
  return { ...next, floor: next.kind === 'room' ? (floorOfRoom(next.name.trim()) ?? '') : '' }
}

/** What is sent; an empty name takes it away. */
export function namesOf({ kind, name, floor }: RoomDraft): RoomNames {
  const text = name.trim() || null
  const names = kind === 'room' ? { room: text, door: null } : { room: null, door: text }
  return { ...names, floor: floor.trim() || null }
}

/** The lock as it stands once its row was saved. */
export function namedDoor(door: DoorNaming, names: RoomNames): DoorNaming {
  return { ...door, ...names, proposal: nameOf(names) === null ? door.proposal : null }
}

/** Every word of the filter occurs in the lock's name, the door's, its floor or the proposal; rows under edit stay. */
export function filterLines(lines: readonly RoomLine[], filter: string): readonly RoomLine[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return lines
  return lines.filter(({ door, draft }) => {
    if (draft !== null) return true
    const text = [door.name, nameOf(door), door.floor, door.proposal?.proposedRoom].join('\n').toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
