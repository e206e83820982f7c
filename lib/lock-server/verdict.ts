import type { z } from 'zod'
import type { CommandOutcome, RejectedReason, UnknownReason } from './contract'
import { VendorError } from './errors'
import { findRepeatedName } from './find-repeated-name'
import type { HttpAnswer } from './http'
import { cleanVendorMessage, namesToken } from './vendor-words'

/** What one whole answer says, by invariants.md "Outcome of every attempt". */
export type Verdict =
  | { verdict: 'success'; body: object }
  | { verdict: 'refused'; reason: RejectedReason; ack?: number; vendorMessage: string | null }
  | { verdict: 'unclear'; reason: UnknownReason; vendorMessage: string | null }

// A byte order mark is not JSON (RFC 8259, 8.1) and stays in the text: whoever adds one may have changed more, and for a
// command a wrong "done" is worse than "may have worked" (I20).
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Undefined for what is not one whole JSON text in UTF-8, null for one that names a thing twice: it says both (I20). V8
 * parses without recursion, so depth needs no bound of its own.
 */
function parseJson(body: Buffer): unknown {
  try {
    const text = utf8.decode(body)
    const json: unknown = JSON.parse(text)
    return findRepeatedName(text) === null ? json : null
  } catch {
    return undefined
  }
}

/** R4: 0 is the number or the text 0 and nothing that merely turns into it; null = no whole number. */
function readAck(ack: unknown): number | null {
  if (ack === '0') return 0
  if (typeof ack === 'number') return Number.isSafeInteger(ack) && !Object.is(ack, -0) ? ack : null
  return typeof ack === 'string' && /^-?[1-9]\d{0,14}$/.test(ack) ? Number(ack) : null
}

/** A key that came with an answer that counts as none is no word to keep. */
function keyCodeOf(json: unknown): string[] {
  const { s_key_code: keyCode } = ((json as { info?: unknown } | null | undefined)?.info ?? {}) as {
    s_key_code?: unknown
  }
  return typeof keyCode === 'string' && keyCode !== '' ? [keyCode] : []
}

/** `secrets` are blotted out of the vendor's message. */
export function judge({ status, body }: HttpAnswer, secrets: readonly string[]): Verdict {
  const json = parseJson(body)
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
  const { ack: rawAck, msg } = (isObject ? json : {}) as { ack?: unknown; msg?: unknown }
  const vendorMessage = cleanVendorMessage(msg, [...secrets, ...keyCodeOf(json)])
  const ack = readAck(rawAck)

  if (status === 401 || status === 403) {
    return { verdict: 'refused', reason: 'token', ...(ack === null ? {} : { ack }), vendorMessage }
  }
  // An error page of something in between may be JSON too; it cannot say that nothing was done.
  if (status < 200 || status >= 500 || (status >= 300 && status < 400)) {
    return { verdict: 'unclear', reason: 'http-status', vendorMessage }
  }
  if (ack !== null && ack !== 0) {
    return { verdict: 'refused', reason: namesToken(msg) ? 'token' : 'refused', ack, vendorMessage }
  }
  if (status !== 200) return { verdict: 'unclear', reason: 'http-status', vendorMessage }
  if (json === undefined) return { verdict: 'unclear', reason: 'not-json', vendorMessage }
  if (!isObject || ack === null) return { verdict: 'unclear', reason: 'malformed', vendorMessage }
  return { verdict: 'success', body: json }
}

/** How an answer is understood: the wire's shape, then our words. */
export interface Understanding<W, A> {
  schema: z.ZodType<W>
  translate(wire: W): A
}

/** A reading's answer; throws VendorError for everything but a valid success. */
export function readAnswer<W, A>(
  answer: HttpAnswer,
  { schema, translate }: Understanding<W, A>,
  secrets: readonly string[],
): A {
  const verdict = judge(answer, secrets)
  const httpStatus = answer.status
  if (verdict.verdict === 'refused') {
    const { reason: kind, ack, vendorMessage } = verdict
    throw new VendorError('the Lock Server refused', { kind, sent: 'yes', httpStatus, ack, vendorMessage })
  }
  if (verdict.verdict === 'unclear') {
    const { reason: kind, vendorMessage } = verdict
    throw new VendorError('the answer is not one that we know', { kind, sent: 'yes', httpStatus, vendorMessage })
  }
  const wire = schema.safeParse(verdict.body)
  if (wire.success) return translate(wire.data)
  throw new VendorError('the answer lacks a field or has a wrong one', { kind: 'malformed', sent: 'yes', httpStatus })
}

/** A command's answer: accepted only with every field valid; never throws. */
export function commandOutcome<W, A>(
  answer: HttpAnswer,
  { schema, translate }: Understanding<W, A>,
  secrets: readonly string[],
): CommandOutcome<A> {
  const verdict = judge(answer, secrets)
  if (verdict.verdict === 'refused') {
    return { outcome: 'rejected', reason: verdict.reason, vendorMessage: verdict.vendorMessage }
  }
  if (verdict.verdict === 'unclear') {
    return { outcome: 'unknown', reason: verdict.reason, vendorMessage: verdict.vendorMessage }
  }
  const wire = schema.safeParse(verdict.body)
  if (!wire.success) return { outcome: 'unknown', reason: 'malformed', vendorMessage: null }
  const { serverAt, answeredMonotonicMs } = answer
  return { outcome: 'accepted', answer: translate(wire.data), serverAt, answeredMonotonicMs }
}
