import { chooseWatched, type Lane, lanes, pacesOf } from './rules'

/** Something to ask about; `askedMs` by the monotonic clock, −Infinity = never. */
interface Subject<T> {
  what: T
  askedMs: number
}

type Candidate<L, G> = { kind: 'lock'; of: Subject<L> } | { kind: 'gateway'; of: Subject<G> }

const isFresh = ({ askedMs }: Subject<unknown>) => askedMs === Number.NEGATIVE_INFINITY

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

  const laneOf = (id: string, subject: Subject<L>): Lane => {
    if (hot.has(id)) return 'hot'
    if (warm.has(id)) return 'warm'
    return isFresh(subject) ? 'fresh' : 'rest'
  }

  function waiting() {
    const oldest: Partial<Record<Lane, Candidate<L, G>>> = {}
    const counts: Record<Lane, number> = { gateways: 0, hot: 0, warm: 0, rest: 0, fresh: 0 }
    const consider = (lane: Lane, subject: Candidate<L, G>) => {
      counts[lane] += 1
      const found = oldest[lane]
      if (!found || subject.of.askedMs < found.of.askedMs) oldest[lane] = subject
    }
    // Contact is what most depends on: of what was never asked about, gateways come first.
    for (const of of gateways.values()) consider(isFresh(of) ? 'fresh' : 'gateways', { kind: 'gateway', of })
    for (const [id, of] of locks) consider(laneOf(id, of), { kind: 'lock', of })
    const paces = pacesOf({ ...counts, watched, heartbeatMs })
    /** When the lane's next one is due: on its beat, and not before most of its round has passed since it was last asked. */
    const dueMs = (lane: Lane) => {
      const subject = oldest[lane]
      if (!subject) return Number.POSITIVE_INFINITY
      return Math.max(lastMs[lane] + paces[lane], subject.of.askedMs + 0.9 * paces[lane] * counts[lane])
    }
    return { oldest, paces, dueMs }
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
      const { oldest, paces, dueMs } = waiting()
      for (const lane of lanes) {
        const subject = oldest[lane]
        if (!subject || nowMs < dueMs(lane)) continue
        // Kept to the beat, so that a late turn is not a lost one; but what was missed is not made up for in a burst.
        const beatMs = lastMs[lane] + paces[lane]
        lastMs[lane] = nowMs - beatMs < paces[lane] ? beatMs : nowMs
        subject.of.askedMs = nowMs
        return subject.kind === 'gateway'
          ? { kind: 'gateway', what: subject.of.what }
          : { kind: 'lock', what: subject.of.what }
      }
      return null
    },
    nextMs(nowMs) {
      const { dueMs } = waiting()
      return Math.max(nowMs, Math.min(...lanes.map(dueMs), nowMs + 60_000))
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
