import type { Tone } from '@/components/ui/tone'
import type { LockState } from '@/lib/locks/contract'

export const stateTones: Record<LockState, Tone> = {
  reachable: 'ok',
  'no-contact': 'problem',
  'not-heard': 'problem',
  'not-known': 'neutral',
  gone: 'attention',
  'unusable-name': 'attention',
}

/** The states that are worth a look by somebody. */
export const isTrouble = (state: LockState): boolean =>
  stateTones[state] === 'problem' || stateTones[state] === 'attention'

/** Which words say a state: with its moment where there is one. */
export function stateWord(state: LockState, sinceAt: number | null) {
  if (sinceAt === null) return state
  return state === 'no-contact' || state === 'gone' ? (`${state}-since` as const) : state
}
