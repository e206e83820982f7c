import type { CertificateProblem, VendorErrorKind } from './contract'

/** Modules exist more than once inside one server process, so `instanceof` lies: a brand on the global registry does not. */
const brand = Symbol.for('keydesk.vendor-error')

/** Whether the Lock Server has the request: no byte of it left, it may have, or a whole answer came back. */
export type Sent = 'no' | 'maybe' | 'yes'

export interface VendorErrorFacts {
  kind: VendorErrorKind
  sent: Sent
  /** The vendor's own words, cleaned by `cleanVendorMessage`. */
  vendorMessage?: string | null
  httpStatus?: number
  ack?: number
  certificate?: CertificateProblem
  /** Code of the system, TLS or HTTP parser, such as ECONNREFUSED. */
  systemCode?: string
  /** `signed-out`: what logging in failed with, and when it is tried again at the earliest. */
  because?: VendorErrorKind
  retryInMs?: number
}

/** A call to the Lock Server that did not succeed. Its message holds our words and codes only, never a secret (I32). */
export class VendorError extends Error {
  readonly kind: VendorErrorKind
  readonly sent: Sent
  readonly vendorMessage: string | null
  readonly httpStatus: number | undefined
  readonly ack: number | undefined
  readonly certificate: CertificateProblem | undefined
  readonly systemCode: string | undefined
  readonly because: VendorErrorKind | undefined
  readonly retryInMs: number | undefined

  constructor(message: string, facts: VendorErrorFacts) {
    super(message)
    this.name = 'VendorError'
    this.kind = facts.kind
    this.sent = facts.sent
    this.vendorMessage = facts.vendorMessage ?? null
    this.httpStatus = facts.httpStatus
    this.ack = facts.ack
    this.certificate = facts.certificate
    this.systemCode = facts.systemCode
    this.because = facts.because
    this.retryInMs = facts.retryInMs
    Object.defineProperty(this, brand, { value: true })
  }
}

/** True for a VendorError of any copy of this module. */
export function isVendorError(error: unknown): error is VendorError {
  return typeof error === 'object' && error !== null && brand in error
}

/** No valid token, because logging in failed (`cause`, its kind `because`) or has to wait for so long. */
export function signedOut(because: VendorErrorKind | null, retryInMs: number, cause?: VendorError): VendorError {
  return new VendorError(`not signed in; next try in ${Math.ceil(retryInMs / 1000)} s`, {
    kind: 'signed-out',
    sent: 'no',
    because: because ?? undefined,
    retryInMs,
    vendorMessage: cause?.vendorMessage,
    httpStatus: cause?.httpStatus,
  })
}
