/** R20. Tests give smaller ones; the defaults are the product's. */
export interface Limits {
  connectMs: number
  /** From the request's first byte to the whole answer. */
  answerMs: number
  /** From the call to the request's first byte: waiting for a token, a turn and nothing else. */
  turnMs: number
  answerBytes: number
  /** At once, per process and Lock Server; equally the number of sockets. */
  calls: number
  /** Of `calls`, how many readings may take. */
  readings: number
}

export const defaultLimits: Limits = {
  connectMs: 3_000,
  answerMs: 15_000,
  turnMs: 30_000,
  answerBytes: 1_048_576,
  calls: 8,
  readings: 6,
}
