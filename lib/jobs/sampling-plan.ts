import { chooseWatched, type Lane, lanes, pacesOf } from './rules'

/** Something to ask about; `askedMs` by the monotonic clock, −Infinity = never. */
interface Subject<T> {
  what: T
  askedMs: number
}

export interface SamplingPlan<L, G> {
  setLocks(known: readonly { id: string; what: L; askedMs: number }[]): void
  setGateways(known: readonly { id: string; what: G; askedMs: number }[]): void
  /** What is on screens now (page by page), and the heartbeat period. */
  look(pages: readonly (readonly string[])[], heartbeatMs: number): void
  /** What to ask about now, and marks it as asked; null = nothing before `nextMs`. */
  take(nowMs: number): { kind: 'lock'; what: L } | { kind: 'gateway'; what: G } | null
  nextMs(nowMs: number): number
}

/** Who is asked about when: lanes with a pace each, the one asked longest ago first in each. Pure but for its memory. */
export function createSamplingPlan<L, G>(): SamplingPlan<L, G> {
  const locks = new Map<string, Subject<L>>()
  const gateways = new Map<string, Subject<G>>()
  const lastMs: Record<Lane, number> = { gateways: 0, hot: 0, warm: 0, rest: 0, fresh: 0 }
  for (const lane of lanes) lastMs[lane] = Number.NEGATIVE_INFINITY
  let hot = new Set<string>()
  let warm = new Set<string>()
  let watched = false
  let heartbeatMs = 60_000
  let turn = 0

  const laneOf = (id: string, { askedMs }: Subject<L>): Lane => {
    if (hot.has(id)) return 'hot'
    if (warm.has(id)) return 'warm'
    return askedMs === Number.NEGATIVE_INFINITY ? 'fresh' : 'rest'
  }

  function waiting() {
    const oldest: Partial<Record<Lane, Subject<L> | Subject<G>>> = {}
    const counts: Record<Lane, number> = { gateways: gateways.size, hot: 0, warm: 0, rest: 0, fresh: 0 }
    const consider = (lane: Lane, subject: Subject<L> | Subject<G>) => {
      const found = oldest[lane]
      if (!found || subject.askedMs < found.askedMs) oldest[lane] = subject
    }
    for (const gateway of gateways.values()) consider('gateways', gateway)
    for (const [id, lock] of locks) {
      const lane = laneOf(id, lock)
      counts[lane] += 1
      consider(lane, lock)
    }
    const { fresh, ...others } = counts
    return { oldest, paces: pacesOf({ ...others, fresh, watched, heartbeatMs }) }
  }

  return {
    setLocks: (known) => replace(locks, known),
    setGateways: (known) => replace(gateways, known),
    look(pages, periodMs) {
      const chosen = chooseWatched(
        pages.map((page) => page.filter((id) => locks.has(id))),
        turn++,
      )
      hot = new Set(chosen.hot)
      warm = new Set(chosen.warm)
      watched = pages.length > 0
      heartbeatMs = periodMs
    },
    take(nowMs) {
      const { oldest, paces } = waiting()
      for (const lane of lanes) {
        const subject = oldest[lane]
        if (!subject || nowMs < lastMs[lane] + paces[lane]) continue
        // Kept to the beat, so that a late turn is not a lost one; but what was missed is not made up for in a burst.
        const beatMs = lastMs[lane] + paces[lane]
        lastMs[lane] = nowMs - beatMs < paces[lane] ? beatMs : nowMs
        subject.askedMs = nowMs
        return lane === 'gateways'
          ? { kind: 'gateway', what: subject.what as G }
          : { kind: 'lock', what: subject.what as L }
      }
      return null
    },
    nextMs(nowMs) {
      const { oldest, paces } = waiting()
      const due = lanes.filter((lane) => oldest[lane]).map((lane) => Math.max(nowMs, lastMs[lane] + paces[lane]))
      return Math.min(...due, nowMs + 60_000)
    },
  }
}

function replace<T>(
  subjects: Map<string, Subject<T>>,
  known: readonly { id: string; what: T; askedMs: number }[],
): void {
  const before = new Map(subjects)
  subjects.clear()
  for (const { id, what, askedMs } of known) {
    subjects.set(id, { what, askedMs: Math.max(askedMs, before.get(id)?.askedMs ?? Number.NEGATIVE_INFINITY) })
  }
}
