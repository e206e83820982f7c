import type { Instant } from '../time/clock'
import type { KeyRow } from './contract'

/** What is said of a code or mobile key (product.md, Words): a key of `keys.state`. */
export type KeyWord = KeyRow['state'] | 'weak' | 'duplicate' | 'mobile-works-now'

/** `busy` = something is under way; ok, attention, problem as everywhere. */
export type KeyTone = 'ok' | 'attention' | 'problem' | 'neutral' | 'busy'

export interface KeyFacts {
  kind: KeyRow['kind']
  state: KeyRow['state']
  unfit: KeyRow['unfit']
  usedAnyway: boolean
  startsAt: Instant
  endsAt: Instant
  cancelConfirmedAt: Instant | null
}

export interface KeySaid {
  word: KeyWord
  tone: KeyTone
}

const tones: Record<KeyRow['state'], KeyTone> = {
  sending: 'busy',
  'waiting-door': 'busy',
  'on-door': 'ok',
  'works-now': 'ok',
  scheduled: 'ok',
  ended: 'neutral',
  failed: 'problem',
  cancelling: 'busy',
  'cancel-failed': 'attention',
  cancelled: 'neutral',
  'ended-unconfirmed': 'neutral',
  'no-answer': 'attention',
  closed: 'neutral',
  lost: 'neutral',
}

/** The states in which rule 3's fault still matters: later on the state itself says all there is. */
const unfitMatters: ReadonlyArray<KeyRow['state']> = ['waiting-door', 'on-door', 'works-now']

/** The word and the tone for a code or mobile key; nothing is called usable that the door has not confirmed. */
export function sayKey({ kind, state, unfit, usedAnyway }: KeyFacts): KeySaid {
  if (unfit !== null && !usedAnyway && unfitMatters.includes(state)) return { word: unfit, tone: 'attention' }
  if (kind === 'mobile-key' && state === 'works-now') return { word: 'mobile-works-now', tone: 'ok' }
  return { word: state, tone: tones[state] }
}

/** The tone of a state alone, where no more is known of the key. */
export const stateTone = (state: KeyRow['state']): KeyTone => tones[state]

const overSinceDoor = ['cancelled', 'lost', 'ended', 'ended-unconfirmed', 'cancelling', 'cancel-failed'] as const

/** What has become of a code since the door took it: `instructions.since.<word>`; null while that is still what holds. */
export function sinceOnDoor({ kind, state }: Pick<KeyRow, 'kind' | 'state'>): (typeof overSinceDoor)[number] | null {
  return kind === 'code' ? (overSinceDoor.find((word) => word === state) ?? null) : null
}
