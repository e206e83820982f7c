import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

const resolutionMs = 20
const key = Symbol.for('keydesk.event-loop')
const processWide = globalThis as { [key]?: IntervalHistogram }

/** What this process itself says of how it is. */
export interface ProcessVitals {
  uptimeSeconds: number
  /** How late the event loop came to its work since the last look. */
  eventLoopLag: { meanSeconds: number; p99Seconds: number; maxSeconds: number }
  memory: { residentBytes: number; heapUsedBytes: number; externalBytes: number }
}

/** Begins to measure; once per process, whichever copy of this module asks. */
export function watchEventLoop(): IntervalHistogram {
  const known = processWide[key]
  if (known) return known
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  processWide[key] = histogram
  return histogram
}

/** Reads and begins the next look at the event loop. */
export function readProcessVitals(): ProcessVitals {
  const histogram = watchEventLoop()
  // It counts from one look of its timer to the next, in ns; before the first there is nothing to say.
  const lag = (ns: number) => (Number.isFinite(ns) ? Math.max(0, ns / 1e9 - resolutionMs / 1e3) : 0)
  const eventLoopLag = {
    meanSeconds: lag(histogram.mean),
    p99Seconds: lag(histogram.percentile(99)),
    maxSeconds: lag(histogram.max),
  }
  histogram.reset()
  const { rss, heapUsed, external } = process.memoryUsage()
  return {
    uptimeSeconds: process.uptime(),
    eventLoopLag,
    memory: { residentBytes: rss, heapUsedBytes: heapUsed, externalBytes: external },
  }
}
