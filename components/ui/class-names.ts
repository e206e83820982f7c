/** Joins what is truthy, so that a class can depend on a condition. */
export function classNames(...parts: Array<string | false | null | undefined>): string {
  return parts.filter(Boolean).join(' ')
}
