import type { CommandOutcome, NotSentReason, UnknownReason } from './contract'
import { isVendorError } from './errors'

const notSentReasons: ReadonlySet<string> = new Set<NotSentReason>([
  'no-turn',
  'aborted',
  'not-askable',
  'unreachable',
  'certificate',
  'signed-out',
])
const unknownReasons: ReadonlySet<string> = new Set<UnknownReason>([
  'timeout',
  'reset',
  'too-large',
  'encoded',
  'http-status',
  'not-json',
  'malformed',
])

const isNotSentReason = (kind: string): kind is NotSentReason => notSentReasons.has(kind)
const isUnknownReason = (kind: string): kind is UnknownReason => unknownReasons.has(kind)

/** The outcome of a command that was never handed to the transport. */
export function notSent<A>(error: unknown): CommandOutcome<A> {
  if (!isVendorError(error)) return { outcome: 'not-sent', reason: 'unexpected', vendorMessage: null }
  const { kind, vendorMessage, certificate } = error
  const reason = isNotSentReason(kind) ? kind : 'unexpected'
  return { outcome: 'not-sent', reason, vendorMessage, ...(certificate && { certificate }) }
}

/** The outcome of a command whose call threw: `not-sent` only when the error vouches for it, else `unknown`. */
export function failedAttempt<A>(error: unknown): CommandOutcome<A> {
  if (isVendorError(error) && error.sent === 'no') return notSent(error)
  const reason = isVendorError(error) && isUnknownReason(error.kind) ? error.kind : 'unexpected'
  return { outcome: 'unknown', reason, vendorMessage: isVendorError(error) ? error.vendorMessage : null }
}
