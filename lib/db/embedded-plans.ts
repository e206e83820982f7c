import { keptNames } from './kept-names'

const decoder = new TextDecoder()
const encoder = new TextEncoder()
const letter = (text: string) => text.charCodeAt(0)

interface Kept<Told> {
  name: string
  /** What the database told of the statement's values and of its rows; null until it was asked. */
  statement: Told[] | null
  rows: Told[] | null
}

/**
 * Keeps the plans of statements that PGlite sends again and again. It parses, describes and plans each anew, with a call into the
 * database for every step; of a kept one only values and result are left. By the messages of PostgreSQL's own protocol, in the
 * order in which PGlite sends them; whatever looks otherwise goes through as it is.
 */
export function keepingPlans<Told>(): (
  message: Uint8Array,
  send: (message: Uint8Array) => Promise<Told[]>,
) => Promise<Told[]> {
  const names = keptNames()
  const kept = new Map<string, Kept<Told>>()
  /** The one between its parse and its sync. */
  let current: Kept<Told> | null = null

  async function parse(message: Uint8Array, send: (message: Uint8Array) => Promise<Told[]>): Promise<Told[]> {
    current = null
    const text = textOfUnnamed(message)
    const name = text === null ? undefined : names.of(text)
    if (text === null || name === undefined) return send(message)
    const known = kept.get(text)
    if (known) {
      current = known
      return []
    }
    const told = await send(withName(message, 0, name))
    current = { name, statement: null, rows: null }
    kept.set(text, current)
    return told
  }

  return async (message, send) => {
    switch (message[0]) {
      case letter('P'):
        return parse(message, send)
      case letter('D'):
        if (current === null) return send(message)
        if (message[5] === letter('S')) {
          current.statement ??= await send(withName(message, 1, current.name))
          return current.statement
        }
        current.rows ??= await send(message)
        return current.rows
      case letter('B'):
        // Its first text names the portal, its second the statement; PGlite gives neither a name.
        return send(current === null || message[5] !== 0 ? message : withName(message, 1, current.name))
      case letter('S'):
      case letter('Q'):
        current = null
        return send(message)
      default:
        return send(message)
    }
  }
}

/** The text of a Parse message without a name and without types; null for others. */
function textOfUnnamed(message: Uint8Array): string | null {
  const end = message.length - 3
  if (message[5] !== 0 || message[end] !== 0 || message[end + 1] !== 0 || message[end + 2] !== 0) return null
  return decoder.decode(message.subarray(6, end))
}

/** The message with a name in place of the empty one that stands `at` bytes after its head. */
function withName(message: Uint8Array, at: number, name: string): Uint8Array {
  const bytes = encoder.encode(name)
  const place = 5 + at
  const named = new Uint8Array(message.length + bytes.length)
  named.set(message.subarray(0, place))
  named.set(bytes, place)
  named.set(message.subarray(place), place + bytes.length)
  new DataView(named.buffer).setInt32(1, named.length - 1)
  return named
}
