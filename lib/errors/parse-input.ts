import type { z } from 'zod'
import { DeskError, type FieldErrors } from './desk-error'

/** Half a character, or the sign NUL: no database and no JSON keeps them as they are. */
const unkeepable = /[\0\p{Cs}]/u
/** No schema of ours asks for more; what a library reads for itself may be as deep as it likes. */
const deepest = 8

/** Input of a verb, checked; throws `invalid-input` with one fault per field. Words: `faults.<fault>`. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  const fields: FieldErrors = {}
  // Of what came out, so that whatever no schema asked for stays unread.
  if (parsed.success) noteUnkeepable(parsed.data, [], fields)
  if (parsed.success && Object.keys(fields).length === 0) return parsed.data
  if (parsed.success) throw new DeskError('invalid-input', { fields })
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'input'] ??= faultOf(issue)
  throw new DeskError('invalid-input', { fields })
}

function noteUnkeepable(value: unknown, path: readonly string[], fields: FieldErrors): void {
  if (typeof value === 'string') {
    if (unkeepable.test(value)) fields[path.join('.') || 'input'] ??= 'unkeepable'
  } else if (typeof value === 'object' && value !== null && path.length < deepest) {
    for (const [name, part] of Object.entries(value)) noteUnkeepable(part, [...path, name], fields)
  }
}

const faultShape = /^[a-z]+(-[a-z]+)*$/

/** A schema may name its fault as the message (`z.string().min(15, 'password-too-short')`); otherwise the kind of the issue says it. */
function faultOf(issue: z.core.$ZodIssue): string {
  if (faultShape.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      // An empty number field arrives as NaN.
      return /received (undefined|NaN)$/.test(issue.message) ? 'required' : 'wrong-kind'
    case 'too_small':
      if (issue.origin === 'string') return issue.minimum === 1 ? 'required' : 'too-short'
      return issue.origin === 'array' ? 'too-few' : 'too-small'
    case 'too_big':
      if (issue.origin === 'string') return 'too-long'
      return issue.origin === 'array' ? 'too-many' : 'too-big'
    case 'invalid_format':
      return issue.format === 'email' ? 'not-an-email' : 'invalid'
    default:
      return 'invalid'
  }
}
