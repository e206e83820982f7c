/** Numbers by their value, everything else by its signs: the same on the server and in every browser, whose rules of languages differ. */
export function byName(one: string, other: string): number {
  const [a, b] = [keyOf(one), keyOf(other)]
  if (a !== b) return a < b ? -1 : 1
  return one < other ? -1 : Number(one > other)
}

const keyOf = (name: string) => name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'))
