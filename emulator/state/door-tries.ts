import { type CodeReason, judgeDigits } from './door-codes'
import { noteAtDoor } from './door-events'
import { judgeKey, type KeyReason } from './guest-keys'
import type { DoorCode, Lock } from './lock'
import type { World } from './world'

/** What a door did with a code or key, and why, as a word and in plain words. */
export type Tried = { opened: boolean; reason: CodeReason | KeyReason; words: string }

/** Digits typed on the keypad, judged by the lock's own clock. A one-time code is used up. */
export function typeDigits(world: World, lock: Lock, digits: string): Tried {
  const now = world.clock.now()
  const zone = lock.timeZone ?? world.settings.timeZone
  const { reason, code } = judgeDigits(lock, digits, now + lock.clockOffsetMs, zone)
  if (code && reason === 'works') code.usedAt = now
  const tried = { opened: reason === 'works', reason, words: wordsFor(reason, code, zone) }
  noteAtDoor(lock, { at: now, kind: 'code-typed', opened: tried.opened, words: tried.words }, world.settings.unlockedMs)
  return tried
}

/** An encrypted key that a phone presents. */
export function presentKey(world: World, lock: Lock, keyCode: string): Tried {
  const now = world.clock.now()
  const reason = judgeKey(lock, keyCode, now + lock.clockOffsetMs)
  const words = {
    works: 'Unlocked with a mobile key.',
    'not-yet': 'Refused: this mobile key does not work yet.',
    ended: 'Refused: the window of this mobile key has ended.',
    'not-known': 'Refused: this lock does not know this mobile key.',
  }[reason]
  const opened = reason === 'works'
  noteAtDoor(lock, { at: now, kind: 'key-used', opened, words }, world.settings.unlockedMs)
  return { opened, reason, words }
}

function wordsFor(reason: CodeReason, code: DoorCode | null, zone: string): string {
  switch (reason) {
    case 'works':
      return code?.oneTime ? 'Unlocked. This code worked once and is used up.' : 'Unlocked.'
    case 'not-yet':
      return `Refused: this code works from ${edge(code?.local?.start, code?.startAt, zone)} on, by the lock's clock.`
    case 'ended':
      return `Refused: this code ended ${edge(code?.local?.end, code?.endAt, zone)}, by the lock's clock.`
    case 'used':
      return 'Refused: this one-time code has been used.'
    case 'cancelled':
      return 'Refused: this code was cancelled.'
    case 'not-known':
      return 'Refused: this lock does not know this code.'
  }
}

function edge(local: string | undefined, at: number | undefined, zone: string): string {
  if (local) return local.replace(/^(..)(..)(..)(..)(..)$/, '20$1-$2-$3 $4:$5')
  const format = {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }
  return new Intl.DateTimeFormat('en-GB', format as Intl.DateTimeFormatOptions).format(at)
}
