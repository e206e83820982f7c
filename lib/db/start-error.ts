/** Modules exist more than once inside one server process, so `instanceof` lies: a brand on the global registry does not. */
const brand = Symbol.for('keydesk.start-error')

export type StartFailure =
  | 'data-directory-path-too-long'
  | 'data-directory-not-usable'
  | 'data-directory-in-use'
  | 'data-from-another-version'
  | 'database-unreachable'
  | 'database-too-old'
  | 'database-not-usable'

/** Why Keydesk cannot start, in words for the person at the console; the caller prints the message and exits. */
export class StartError extends Error {
  readonly code: StartFailure

  constructor(code: StartFailure, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'StartError'
    this.code = code
    Object.defineProperty(this, brand, { value: true })
  }
}

/** True for a StartError of any copy of this module. */
export function isStartError(error: unknown): error is StartError {
  return typeof error === 'object' && error !== null && brand in error
}
