import type { MailFault } from './contract'

/** Modules exist more than once inside one server process: a brand on the global registry is known by all copies. */
const brand = Symbol.for('keydesk.mail-error')

/** An attempt that failed, by its kind alone: what a mail server says may carry addresses. */
export class MailError extends Error {
  override readonly name = 'MailError'
  readonly code: MailFault

  constructor(code: MailFault) {
    super(code)
    this.code = code
    Object.defineProperty(this, brand, { value: true })
  }
}

export function mailFaultOf(error: unknown): MailFault {
  return typeof error === 'object' && error !== null && brand in error
    ? (error as unknown as MailError).code
    : 'unexpected'
}
