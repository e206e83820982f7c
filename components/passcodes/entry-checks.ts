import type { LockView } from '@/lib/locks/contract'
import { signalBand } from '@/lib/locks/rules'
import type { PasscodeState, PasscodeView } from '@/lib/passcodes/contract'
import { mayOpen } from '@/lib/passcodes/rules'
import type { Instant } from '@/lib/time/clock'

/** `fine` cannot be why · `wrong` may well be · `unsure` cannot be told from here · `checking` is being asked. */
export type CheckResult = 'fine' | 'wrong' | 'unsure' | 'checking'

export type CheckKey = 'door' | 'window' | 'onDoor' | 'newer' | 'gateway' | 'signal'

/** The words are `passcodes.checks.<key>.<word>`, with these values. */
export interface Check {
  key: CheckKey
  result: CheckResult
  word: string
  at?: Instant
  text?: string
  ageMs?: number
}

/** The one thing to do: `passcodes.checks.advice.<advice>`. */
export type Advice =
  | 'checking'
  | 'use-newer'
  | 'extend'
  | 'issue-now'
  | 'new-code'
  | 'wait'
  | 'no-way-in'
  | 'unfit'
  | 'show'

export interface CheckFacts {
  code: PasscodeView
  later: readonly PasscodeView[]
  /** Null until the Lock Server was asked. */
  lock: LockView | null
  /** The Lock Server answered just now. */
  fresh: boolean
  now: Instant
}

/** *Guest cannot get in*: six lines and what to do, from what is known; nothing is said of the door that it did not tell. */
export function checkEntry(facts: CheckFacts): { checks: Check[]; advice: Advice; newer: PasscodeView | null } {
  const newer = facts.later.find(({ state }) => mayOpen(state) && state !== 'no-answer') ?? null
  const checks = [
    doorCheck(facts, newer),
    windowCheck(facts),
    onDoorCheck(facts.code),
    newerCheck(newer),
    gatewayCheck(facts),
    signalCheck(facts),
  ]
  return { checks, advice: adviceOf(facts, newer), newer }
}

function doorCheck({ code }: CheckFacts, newer: PasscodeView | null): Check {
  if (newer && newer.lockId !== code.lockId)
    return { key: 'door', result: 'wrong', word: 'other', text: newer.doorLabel }
  return { key: 'door', result: 'unsure', word: 'ask', text: code.doorLabel }
}

function windowCheck({ code, now }: CheckFacts): Check {
  if (now < code.startsAt) return { key: 'window', result: 'wrong', word: 'early', at: code.startsAt }
  if (now >= code.endsAt) return { key: 'window', result: 'wrong', word: 'ended', at: code.endsAt }
  return { key: 'window', result: 'fine', word: 'inside', at: code.endsAt }
}

const onDoorResults: Record<PasscodeState, CheckResult> = {
  'works-now': 'fine',
  'on-door': 'fine',
  sending: 'wrong',
  'waiting-door': 'wrong',
  ended: 'wrong',
  failed: 'wrong',
  cancelling: 'wrong',
  'cancel-failed': 'unsure',
  cancelled: 'wrong',
  'ended-unconfirmed': 'wrong',
  'no-answer': 'unsure',
  closed: 'unsure',
  lost: 'wrong',
}

function onDoorCheck(code: PasscodeView): Check {
  const result = onDoorResults[code.state]
  if (result === 'fine' && code.unfit !== null && !code.usedAnyway)
    return { key: 'onDoor', result: 'wrong', word: 'unfit' }
  if (result === 'fine' && code.oneTime) return { key: 'onDoor', result: 'unsure', word: 'one-time' }
  return { key: 'onDoor', result, word: result === 'fine' ? 'confirmed' : code.state }
}

function newerCheck(newer: PasscodeView | null): Check {
  if (newer === null) return { key: 'newer', result: 'fine', word: 'none' }
  const there = newer.state === 'works-now' || newer.state === 'on-door'
  return { key: 'newer', result: there ? 'wrong' : 'unsure', word: there ? 'there' : 'coming', at: newer.createdAt }
}

function gatewayCheck({ lock, fresh }: CheckFacts): Check {
  if (lock === null) return { key: 'gateway', result: 'checking', word: 'checking' }
  if (lock.state === 'reachable')
    return {
      key: 'gateway',
      result: fresh ? 'fine' : 'unsure',
      word: fresh ? 'reachable' : 'not-fresh',
      text: lock.gateway ?? '',
    }
  const result = lock.state === 'not-known' ? 'unsure' : 'wrong'
  return { key: 'gateway', result, word: lock.state, ...(lock.sinceAt !== null && { at: lock.sinceAt }) }
}

function signalCheck({ lock, fresh }: CheckFacts): Check {
  if (lock === null) return { key: 'signal', result: 'checking', word: 'checking' }
  const band = signalBand(lock.signalDbm)
  const text = lock.signalDbm === null ? '' : `${lock.signalDbm} dBm`.replace('-', '−')
  // Of a gateway that fell silent, and of what nobody said just now, only the age is known.
  if (band !== 'not-heard' && (lock.state !== 'reachable' || !fresh)) {
    const old = { key: 'signal', result: 'unsure', text, ageMs: lock.heardAgeMs ?? 0 } as const
    return { ...old, word: lock.state === 'no-contact' ? 'before' : 'old' }
  }
  return { key: 'signal', result: band === 'good' || band === 'fair' ? 'fine' : 'unsure', word: band, text }
}

/** A code that is on the door works without any gateway; only what is new has to reach the door. */
function adviceOf({ code, lock, now }: CheckFacts, newer: PasscodeView | null): Advice {
  if (newer && (newer.state === 'works-now' || newer.state === 'on-door')) return 'use-newer'
  const there = code.state === 'works-now' || code.state === 'on-door'
  if (there && code.unfit !== null && !code.usedAnyway) return 'unfit'
  if (there && now >= code.startsAt && !code.oneTime) return 'show'
  if (lock === null) return 'checking'
  const reachable = lock.state === 'reachable' || lock.state === 'not-known'
  if (!reachable) return 'no-way-in'
  if (code.state === 'sending' || code.state === 'waiting-door') return 'wait'
  if (now >= code.endsAt && code.state === 'ended') return 'extend'
  if (there && now < code.startsAt) return 'issue-now'
  return now < code.endsAt ? 'new-code' : 'issue-now'
}
