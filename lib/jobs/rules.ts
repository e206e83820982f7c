import { minuteMs, secondMs } from '../time/clock'

/** design.md "Pages never wait", in ms: how often a lock or gateway is asked about. */
export const every = {
  hot: 5 * secondMs,
  warm: 30 * secondMs,
  rest: 300 * secondMs,
  watchedGateway: 30 * secondMs,
  gateway: 60 * secondMs,
  lists: 60 * secondMs,
} as const

export const hotAtMost = 20
export const warmAtMost = 60
/** The sampler's calls per minute whatever is open, lists included; leaves room for tokens and *Refresh now* below 500. */
export const callsPerMinute = 470
/** A house with very many gateways spends at most that on them, */
const gatewayCallsPerMinute = 200
/** and one with very many locks goes round all of them in two hours at the slowest, whatever else is open. */
const restCallsPerMinute = 84
const listCallsPerMinute = (2 * minuteMs) / every.lists

/** Which locks are asked about often: pages take turns, first rows first, so that none gets less than its share. */
export function chooseWatched<T>(pages: readonly (readonly T[])[], turn: number): { hot: T[]; warm: T[] } {
  const chosen = new Set<T>()
  const first = pages.length === 0 ? 0 : turn % pages.length
  const inTurn = [...pages.slice(first), ...pages.slice(0, first)]
  const longest = Math.max(0, ...inTurn.map((page) => page.length))
  for (let place = 0; place < longest && chosen.size < hotAtMost + warmAtMost; place++) {
    for (const page of inTurn) {
      const one = page[place]
      if (one !== undefined && chosen.size < hotAtMost + warmAtMost) chosen.add(one)
    }
  }
  const all = [...chosen]
  return { hot: all.slice(0, hotAtMost), warm: all.slice(hotAtMost) }
}

export interface Amounts {
  gateways: number
  hot: number
  warm: number
  /** Neither hot nor warm. */
  rest: number
  /** Locks and gateways never asked about. */
  fresh: number
  /** Somebody has a page open. */
  watched: boolean
  heartbeatMs: number
}

export const lanes = ['gateways', 'hot', 'warm', 'rest', 'fresh'] as const
export type Lane = (typeof lanes)[number]

/**
 * Ms between two calls of each lane; Infinity = none. Together never over `callsPerMinute`: what heartbeats shorter than
 * 30 s need comes first (I6), then the warm, the least of the rest and the hot ones; what is left goes round faster.
 */
export function pacesOf(amounts: Amounts): Record<Lane, number> {
  const { gateways, hot, warm, rest, fresh, watched, heartbeatMs } = amounts
  const perMinute = (count: number, everyMs: number) => (count * minuteMs) / everyMs
  const gatewayEveryMs = watched ? Math.min(every.watchedGateway, heartbeatMs) : every.gateway
  let left = callsPerMinute - listCallsPerMinute
  const spend = (wanted: number, atMost = wanted) => {
    const spent = Math.min(wanted, atMost, left)
    left -= spent
    return spent
  }
  const restWanted = perMinute(rest, every.rest)
  const rates: Record<Lane, number> = {
    gateways: spend(perMinute(gateways, gatewayEveryMs), gatewayCallsPerMinute),
    warm: spend(perMinute(Math.min(warm, warmAtMost), every.warm)),
    rest: spend(restWanted, restCallsPerMinute),
    hot: spend(perMinute(Math.min(hot, hotAtMost), every.hot)),
    fresh: 0,
  }
  rates.rest += spend(restWanted - rates.rest, fresh > 0 ? 0 : left)
  if (fresh > 0) rates.fresh = spend(left)
  const pace = (lane: Lane) => (rates[lane] > 0 ? minuteMs / rates[lane] : Number.POSITIVE_INFINITY)
  return { gateways: pace('gateways'), hot: pace('hot'), warm: pace('warm'), rest: pace('rest'), fresh: pace('fresh') }
}

/** The pause after so many failures of the connection in a row, in ms: 1 s, doubled, at most 30 s. */
export function pauseAfterFailuresMs(failures: number): number {
  return failures <= 0 ? 0 : Math.min(30 * secondMs, secondMs * 2 ** Math.min(failures - 1, 10))
}
