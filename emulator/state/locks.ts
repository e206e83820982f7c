import type { DoorCode } from './door-codes'
import type { DoorEvent } from './door-events'
import type { GuestKey } from './guest-keys'

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

/** The locks of the hotel, in the order of the server's list. */
export class Locks {
  private byName = new Map<string, Lock>()

  add(lock: NewLock): Lock {
    const added: Lock = {
      ...lock,
      listed: true,
      clockOffsetMs: 0,
      timeZone: null,
      codes: [],
      keys: [],
      events: [],
      openedCount: 0,
      unlockedUntil: 0,
      waiting: [],
    }
    this.byName.set(lock.name, added)
    return added
  }

  find(name: string): Lock | undefined {
    return this.byName.get(name)
  }

  all(): Lock[] {
    return [...this.byName.values()]
  }

  clear(): void {
    this.byName.clear()
  }

  snapshot(): Lock[] {
    return this.all()
  }

  restore(saved: Lock[]): void {
    this.byName = new Map(saved.map((lock) => [lock.name, lock]))
  }
}
