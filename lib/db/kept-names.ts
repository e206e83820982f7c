/** So often a statement is sent before the database is asked to keep its plan. */
const keptFrom = 5
/** Lists of ids of every length would never end. */
const keptAtMost = 200
const countedAtMost = 2_000

/** Names for statements that are sent again and again, by their texts; undefined for what is not kept (yet). */
export function keptNames(): (text: string) => string | undefined {
  const sent = new Map<string, number>()
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known || names.size >= keptAtMost) return known
    const times = (sent.get(text) ?? 0) + 1
    if (times < keptFrom) {
      if (sent.size >= countedAtMost) sent.clear()
      sent.set(text, times)
      return undefined
    }
    sent.delete(text)
    const name = `keydesk_${names.size + 1}`
    names.set(text, name)
    return name
  }
}
