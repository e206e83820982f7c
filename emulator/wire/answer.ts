import type { Settings } from '../state/settings'
import { type MessageKey, messages } from './messages'

/** What the server says: HTTP status and the JSON that follows `ack` and `msg`. */
export type Answer = { status: number; message: MessageKey; fields: Record<string, unknown> }

/** Thrown by an endpoint that was asked properly but says no: HTTP 200 with `ack` ≠ 0. */
export class Refusal extends Error {
  constructor(readonly key: MessageKey) {
    super(key)
  }
}

export function succeed(fields: Record<string, unknown> = {}): Answer {
  return { status: 200, message: 'succeed', fields }
}

export function refuse(message: MessageKey, status = 200): Answer {
  return { status, message, fields: {} }
}

/** The answer as the object that goes over the wire, in the language and number shape of the settings (R5, R6). */
export function onTheWire(answer: Answer, settings: Settings): Record<string, unknown> {
  const [ack, english, chinese] = messages[answer.message]
  return {
    ack: settings.ackAsString ? String(ack) : ack,
    msg: settings.language === 'chinese' ? chinese : english,
    ...answer.fields,
  }
}

/** A number field: as a string where the settings say so (R5). */
export function number(value: number, settings: Settings): number | string {
  return settings.numbersAsStrings ? String(value) : value
}

/** The name of a long field: `l_x` or the scan's `I_x` (R6). */
export function longName(name: string, settings: Settings): string {
  return `${settings.longPrefix}_${name}`
}
