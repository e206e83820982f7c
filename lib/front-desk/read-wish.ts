/** One language's words for what is typed, each a list divided by commas; `search` of the catalogues. */
export interface TypedWords<Act extends string, PlaceName extends string> {
  acts: Record<Act, string>
  /** Words between the action and the door: "issue code for room 204". */
  fillers: string
  places: Record<PlaceName, string>
}

const wordsOf = (list: string) => list.split(',').map(plain)
const plain = (text: string) => text.trim().toLowerCase().replace(/\s+/g, ' ')

/** "issue code for room 204" or "204 code" → what is wanted and where; no action word → none wanted. The longest word counts. */
export function readWish<Act extends string>(
  text: string,
  languages: readonly Pick<TypedWords<Act, string>, 'acts' | 'fillers'>[],
): { acts: Act[]; door: string } {
  const typed = plain(text)
  const said = languages.flatMap(({ acts }) =>
    Object.entries<string>(acts).flatMap(([act, list]) => wordsOf(list).map((word) => ({ act: act as Act, word }))),
  )
  const fitting = said
    .filter(({ word }) => typed === word || typed.startsWith(`${word} `) || typed.endsWith(` ${word}`))
    .sort((a, b) => b.word.length - a.word.length)
  const longest = fitting[0]?.word ?? ''
  const acts = fitting.filter(({ word }) => word === longest).map(({ act }) => act)
  const rest = typed.startsWith(longest) ? typed.slice(longest.length) : typed.slice(0, typed.length - longest.length)
  const fillers = new Set(languages.flatMap((one) => wordsOf(one.fillers)))
  const words = rest.trim().split(' ')
  while (words.length > 0 && fillers.has(words[0] ?? '')) words.shift()
  return { acts: [...new Set(acts)], door: words.join(' ') }
}

/** Places whose name, or a word of whose name, begins with what was typed; two signs at least. */
export function readPlaces<PlaceName extends string>(
  text: string,
  languages: readonly Pick<TypedWords<string, PlaceName>, 'places'>[],
): PlaceName[] {
  const typed = plain(text)
  if (typed.length < 2) return []
  const found = languages.flatMap(({ places }) =>
    Object.entries<string>(places)
      .filter(([, list]) => wordsOf(list).some((word) => `${word} `.startsWith(typed) || word.includes(` ${typed}`)))
      .map(([name]) => name as PlaceName),
  )
  return [...new Set(found)]
}
