import type { DeskContext } from '../access/context'

const key = Symbol.for('keydesk.doubtful-lists')
/** On the process: this module exists more than once inside `next start`. By process, property and list: the names that lacked. */
const processWide = globalThis as { [key]?: Map<string, ReadonlySet<string>> }

/**
 * The missing ones that may be believed gone. A list that lacks more than half of what it had (an empty one is of that kind)
 * is more likely a mistake than so much taken away: it is believed only of what the list before lacked too. Anything
 * less is believed at once. Kept in memory: after a start such a list has to be seen twice again.
 */
export function believedGone<T extends { name: string }>(
  ctx: Pick<DeskContext, 'processId' | 'property'>,
  what: 'locks' | 'gateways',
  missing: readonly T[],
  presentBefore: number,
): readonly T[] {
  processWide[key] ??= new Map()
  const place = `${ctx.processId} ${ctx.property.id} ${what}`
  const lackedBefore = processWide[key].get(place)
  if (missing.length * 2 <= presentBefore) {
    processWide[key].delete(place)
    return missing
  }
  processWide[key].set(place, new Set(missing.map(({ name }) => name)))
  return missing.filter(({ name }) => lackedBefore?.has(name))
}
