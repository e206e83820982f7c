import type { ErrorCode } from './codes'

/** A refusal as it reaches a browser: a code whose words are in the catalogues, never an error's own message. */
export interface Refusal {
  code: ErrorCode
  /** Field of the form → fault (`faults.<fault>`). */
  fields?: Record<string, string>
  /** Numbers, names, instants and roles for the words. */
  details?: Record<string, string | number | boolean | null | readonly string[]>
  requestId: string
}

/** What every server action returns. */
export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: Refusal }
