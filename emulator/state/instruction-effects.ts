import { addCode, cancelDigits } from './door-codes'
import { noteAtDoor } from './door-events'
import type { Command } from './instruction'
import type { Lock } from './lock'

/** The lock does what it was told. Answers 1, or 2 when it could not: cancelling digits that it does not hold. */
export function carryOut(lock: Lock, command: Command, at: number, unlockedMs: number): 1 | 2 {
  if (command.kind === 'remote-unlock') {
    noteAtDoor(lock, { at, kind: 'remote-unlock', opened: true, words: 'Unlocked remotely.' }, unlockedMs)
    return 1
  }
  if (command.kind === 'set-passcode') {
    const { digits, startAt, endAt, local, oneTime } = command
    addCode(lock, { digits, startAt, endAt, local, oneTime, setAt: at, usedAt: null, cancelledAt: null })
    noteAtDoor(lock, { at, kind: 'code-set', opened: false, words: 'A code was put on the lock.' }, unlockedMs)
    return 1
  }
  const held = cancelDigits(lock, command.digits, at)
  const words = held ? 'A code was cancelled.' : 'A cancel came for a code that the lock does not hold.'
  noteAtDoor(lock, { at, kind: held ? 'code-cancelled' : 'instruction-failed', opened: false, words }, unlockedMs)
  return held ? 1 : 2
}
