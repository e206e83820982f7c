import type { ErrorCode } from './codes'

/** Modules exist more than once inside one server process, so `instanceof` lies: a brand on the global registry does not. */
const brand = Symbol.for('keydesk.desk-error')

/** One field of a form and the code of what is wrong with it; the words are catalogue keys. */
export type FieldErrors = Record<string, string>

/** What is needed to say the refusal in words: numbers, names, instants, roles; never a secret. */
export type ErrorDetails = Record<string, string | number | boolean | null | readonly string[]>

export class DeskError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly fields: FieldErrors | undefined

  constructor(code: ErrorCode, options: { details?: ErrorDetails; fields?: FieldErrors; cause?: unknown } = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DeskError'
    this.code = code
    this.details = options.details ?? {}
    this.fields = options.fields
    Object.defineProperty(this, brand, { value: true })
  }
}

/** True for a DeskError of any copy of this module. */
export function isDeskError(error: unknown): error is DeskError {
  return typeof error === 'object' && error !== null && brand in error
}
