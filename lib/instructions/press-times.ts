import type { DeskContext } from '../access/context'
import type { Id } from '../ids/ids'
import { hourMs } from '../time/clock'

type Ours = Pick<DeskContext, 'clock' | 'processId'>

const key = Symbol.for('keydesk.press-times')
/** On the process: this module exists more than once inside `next start`. By process and press: its monotonic moment. */
const processWide = globalThis as { [key]?: Map<string, number> }

/** Longer than an unlock is followed. */
const keptMs = hourMs

const nameOf = (ctx: Ours, id: Id<'instruction'>) => `${ctx.processId} ${id}`

/** Remembers when, by the monotonic clock, an unlock was pressed in this process (I7, I12). */
export function notePress(ctx: Ours, id: Id<'instruction'>): void {
  processWide[key] ??= new Map()
  const nowMs = ctx.clock.monotonicMs()
  for (const [name, atMs] of processWide[key]) {
    if (nowMs - atMs <= keptMs) break
    processWide[key].delete(name)
  }
  processWide[key].set(nameOf(ctx, id), nowMs)
}

/** Time since that press in ms; null when it was pressed in another process. */
export function sincePressMs(ctx: Ours, id: Id<'instruction'>): number | null {
  const atMs = processWide[key]?.get(nameOf(ctx, id))
  return atMs === undefined ? null : Math.round(ctx.clock.monotonicMs() - atMs)
}
