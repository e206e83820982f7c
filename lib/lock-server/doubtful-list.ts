import type { DeskContext } from '../access/context'

const key = Symbol.for('keydesk.doubtful-lock-lists')
/** On the process: this module exists more than once inside `next start`. By process and property: the names that lacked. */
const processWide = globalThis as { [key]?: Map<string, ReadonlySet<string>> }

/**
 * The missing ones that may be believed gone. A list that lacks more than half of what it had (an empty one is of that kind)
 * is more likely a mistake than so many doors taken away: it is believed only of what the list before lacked too. Anything
 * less is believed at once. Kept in memory: after a start such a list has to be seen twice again.
 */
export function believedGone<T extends { name: string }>(
  ctx: Pick<DeskContext, 'processId' | 'property'>,
  missing: readonly T[],
  presentBefore: number,
): readonly T[] {
  processWide[key] ??= new Map()
  const place = `${ctx.processId} ${ctx.property.id}`
  const lackedBefore = processWide[key].get(place)
  if (missing.length * 2 <= presentBefore) {
    processWide[key].delete(place)
    return missing
  }
  processWide[key].set(place, new Set(missing.map(({ name }) => name)))
  return missing.filter(({ name }) => lackedBefore?.has(name))
}
