import type { DoorEvent, Lock } from './lock'

const KEPT = 50

/** Notes what happened at a door, newest last; an event that opened it leaves it unlocked for `unlockedMs`. */
export function noteAtDoor(lock: Lock, event: DoorEvent, unlockedMs: number): void {
  lock.events.push(event)
  if (lock.events.length > KEPT) lock.events.shift()
  if (!event.opened) return
  lock.openedCount++
  lock.unlockedUntil = event.at + unlockedMs
}
