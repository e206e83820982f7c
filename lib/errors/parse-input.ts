import type { z } from 'zod'
import { DeskError, type FieldErrors } from './desk-error'

/** Input of a verb, checked; throws `invalid-input` with one fault per field. Words: `faults.<fault>`. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: FieldErrors = {}
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'input'] ??= faultOf(issue)
  throw new DeskError('invalid-input', { fields })
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
