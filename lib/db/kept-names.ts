/** So often a statement is sent before the database is asked to keep its plan. */
const keptFrom = 5
/** Lists of ids of every length would never end. */
const keptAtMost = 200
const countedAtMost = 2_000

/** Lists and rows of every number have a text for each: they would take all the names. */
const hasList = / in \(\$\d+, |\), \(\$/i

export interface KeptNames {
  /** Undefined for what is not kept (yet). */
  of(text: string): string | undefined
  /** The plan under its name does not fit the tables any more: it gets another. */
  renew(text: string): void
}

/** Names for statements that are sent again and again, by their texts. */
export function keptNames(): KeptNames {
  const sent = new Map<string, number>()
  const names = new Map<string, string>()
  let given = 0
  const nameFor = (text: string) => {
    given += 1
    names.set(text, `keydesk_${given}`)
  }

  function of(text: string): string | undefined {
    const known = names.get(text)
    if (known || names.size >= keptAtMost || hasList.test(text)) return known
    const times = (sent.get(text) ?? 0) + 1
    if (times < keptFrom) {
      if (sent.size >= countedAtMost) sent.clear()
      sent.set(text, times)
      return undefined
    }
    sent.delete(text)
    nameFor(text)
    return names.get(text)
  }

  return {
    of,
    renew(text) {
      if (names.has(text)) nameFor(text)
    },
  }
}
