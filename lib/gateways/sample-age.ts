import type { DeskContext } from '../access/context'
import type { Id } from '../ids/ids'
import type { Instant } from '../time/clock'

interface Sighting {
  sampledAt: Instant
  monotonicMs: number
  /** The sample was taken in this process, at that monotonic moment. */
  own: boolean
}

type Ours = Pick<DeskContext, 'clock' | 'processId'>

const key = Symbol.for('keydesk.gateway-sightings')
const processWide = globalThis as { [key]?: Map<string, Sighting> }

const sightings = (): Map<string, Sighting> => {
  processWide[key] ??= new Map()
  return processWide[key]
}

const nameOf = (ctx: Ours, id: Id<'gateway'>) => `${ctx.processId} ${id}`

/** Remembers when, by the monotonic clock, this process took a sample. */
export function noteOwnSample(ctx: Ours, id: Id<'gateway'>, sampledAt: Instant, monotonicMs: number): void {
  sightings().set(nameOf(ctx, id), { sampledAt, monotonicMs, own: true })
}

/**
 * Time since a sample in ms: monotonic where this process took it. Of another process's sample: what the wall clock says,
 * and at least as long as this process has known it. A sample from the future gives a negative number: it cannot be aged.
 */
export function sinceSampleMs(ctx: Ours, id: Id<'gateway'>, sampledAt: Instant | null): number {
  if (sampledAt === null) return 0
  const nowMs = ctx.clock.monotonicMs()
  const seen = sightings().get(nameOf(ctx, id))
  const known = seen?.sampledAt === sampledAt ? seen : { sampledAt, monotonicMs: nowMs, own: false }
  if (known !== seen) sightings().set(nameOf(ctx, id), known)
  const knownForMs = nowMs - known.monotonicMs
  if (known.own) return knownForMs
  const byWallMs = ctx.clock.now() - sampledAt
  return byWallMs < -toleranceMs ? byWallMs : Math.max(byWallMs, knownForMs)
}

/** Two processes' clocks may differ by that much. */
const toleranceMs = 5_000
