import { createHash, randomBytes } from 'node:crypto'
import type { GuestKey, Lock } from './lock'

export type KeyReason = 'works' | 'not-yet' | 'ended' | 'not-known'

const KEPT = 200

/** A new guest key (2.2.4), as long as the vendor's sample: 384 hex digits. */
export function newGuestKeyCode(): string {
  return randomBytes(192).toString('hex')
}

export function addGuestKey(lock: Lock, key: GuestKey): void {
  lock.keys.push(key)
  if (lock.keys.length > KEPT) lock.keys.shift()
}

/** The admin or permanent key of a lock (2.2.2, 2.2.3): always the same one, since no call rotates them. */
export function standingKeyCode(lockName: string, kind: 'admin' | 'permanent'): string {
  const part = (n: number) => createHash('sha256').update(`${kind} ${lockName} ${n}`).digest('hex')
  return [0, 1, 2, 3, 4].map(part).join('').slice(0, 312)
}

/** How the lock judges an encrypted key that a phone presents, by its own clock. */
export function judgeKey(lock: Lock, keyCode: string, lockAt: number): KeyReason {
  const standing = [standingKeyCode(lock.name, 'admin'), standingKeyCode(lock.name, 'permanent')]
  if (standing.includes(keyCode)) return 'works'
  const key = lock.keys.find((candidate) => candidate.keyCode === keyCode)
  if (!key) return 'not-known'
  if (lockAt < key.startAt) return 'not-yet'
  return lockAt < key.endAt ? 'works' : 'ended'
}
