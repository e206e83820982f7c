import type { Lock, NewLock } from './lock'

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
