export type DoorCode = {
  digits: string
  startAt: number
  endAt: number
  /** Set when the window is in the lock's local time (`is_local_time` ≠ 0): YYMMDDHHmm. */
  local: { start: string; end: string } | null
  oneTime: boolean
  setAt: number
  usedAt: number | null
  cancelledAt: number | null
}

export type GuestKey = { keyCode: string; startAt: number; endAt: number; issuedAt: number; shared: boolean }

export type DoorEvent = {
  at: number
  kind: 'code-typed' | 'key-used' | 'remote-unlock' | 'code-set' | 'code-cancelled' | 'instruction-failed' | 'reset'
  opened: boolean
  words: string
}

export type Lock = {
  name: string
  /** What a person reads on the door: `Room 204`, `Pool`. */
  door: string
  /** `s_room_name` (R7). */
  roomName: string | null
  /** Heading under which the hallway shows the door: `Floor 2`, `Common doors`. */
  area: string
  /** False: vanished from the server's list; its door and codes are still there. */
  listed: boolean
  /** How far the lock's own clock is ahead of the emulator's. */
  clockOffsetMs: number
  /** The lock's own zone for local windows; null: the settings' zone. */
  timeZone: string | null
  /** Gateway name → typical signal in dBm. */
  heardBy: Record<string, number>
  codes: DoorCode[]
  keys: GuestKey[]
  events: DoorEvent[]
  openedCount: number
  /** Unlocked until then, on the emulator's clock. */
  unlockedUntil: number
  /** Ids of the instructions that are not finished, in order. */
  waiting: string[]
}

export type NewLock = Pick<Lock, 'name' | 'door' | 'roomName' | 'area' | 'heardBy'>
