/**
 * The first name that stands twice in one object, or null; `json` is text that `JSON.parse` took. The parser keeps the last
 * of them without a word, and other readers the first: such a text says two things (RFC 8259, 4).
 */
export function findRepeatedName(json: string): string | null {
  // One entry per open bracket: the object's names so far, or null for a list. No recursion, whatever the depth.
  const open: (Set<string> | null)[] = []
  let names: Set<string> | null = null
  let expectsName = false
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case 0x7b: // {
        open.push(names)
        names = new Set()
        expectsName = true
        break
      case 0x5b: // [
        open.push(names)
        names = null
        expectsName = false
        break
      case 0x7d: // }
      case 0x5d: // ]
        names = open.pop() ?? null
        expectsName = false
        break
      case 0x2c: // ,
        expectsName = names !== null
        break
      case 0x22: {
        const end = endOfString(json, at)
        if (expectsName && names) {
          const name = nameOf(json.slice(at, end + 1))
          if (names.has(name)) return name
          names.add(name)
          expectsName = false
        }
        at = end
      }
    }
  }
  return null
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let escapes = 0
    while (json.charCodeAt(at - 1 - escapes) === 0x5c) escapes++
    if (escapes % 2 === 0) return at
  }
  return json.length
}

/** One name may be written in several ways: "ack" is "\u0061ck". */
const nameOf = (quoted: string): string =>
  quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
