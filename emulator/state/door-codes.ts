import { localMinute } from './local-minute'
import type { DoorCode, Lock } from './lock'

export type CodeReason = 'works' | 'not-yet' | 'used' | 'ended' | 'cancelled' | 'not-known'

const KEPT = 200

export function addCode(lock: Lock, code: DoorCode): void {
  lock.codes.push(code)
  if (lock.codes.length > KEPT) lock.codes.shift()
}

/** Cancels every code with these digits that the lock holds; false when it holds none. A lock knows digits, not guests. */
export function cancelDigits(lock: Lock, digits: string, at: number): boolean {
  const held = lock.codes.filter((code) => code.digits === digits && code.cancelledAt === null)
  for (const code of held) code.cancelledAt = at
  return held.length > 0
}

/** How the lock judges one code at `lockAt`, its own clock (epoch ms), in its zone. */
export function judgeCode(code: DoorCode, lockAt: number, timeZone: string): CodeReason {
  if (code.cancelledAt !== null) return 'cancelled'
  if (code.usedAt !== null && code.oneTime) return 'used'
  if (code.local) {
    const minute = localMinute(lockAt, timeZone)
    if (minute < code.local.start) return 'not-yet'
    return minute < code.local.end ? 'works' : 'ended'
  }
  if (lockAt < code.startAt) return 'not-yet'
  return lockAt < code.endAt ? 'works' : 'ended'
}

const ORDER: CodeReason[] = ['works', 'not-yet', 'used', 'ended', 'cancelled', 'not-known']

/** The code that decides when `digits` are typed (the most favourable one of several), and why. */
export function judgeDigits(
  lock: Lock,
  digits: string,
  lockAt: number,
  timeZone: string,
): { reason: CodeReason; code: DoorCode | null } {
  let best: { reason: CodeReason; code: DoorCode | null } = { reason: 'not-known', code: null }
  for (const code of lock.codes) {
    if (code.digits !== digits) continue
    const reason = judgeCode(code, lockAt, timeZone)
    if (ORDER.indexOf(reason) < ORDER.indexOf(best.reason)) best = { reason, code }
  }
  return best
}
