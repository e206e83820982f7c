import type { DeskContext } from '../access/context'
import { errorFields } from '../log/log'

/** The tracker's work under way, and its sleep that any of it can end. */
export interface TrackerLoop {
  run(work: () => Promise<void>): void
  busy(): number
  wake(): void
  /** Resolves after `ms`, when woken, or when the process stops. */
  pause(ms: number): Promise<void>
  settled(): Promise<void>
}

export function createLoop(ctx: DeskContext, signal: AbortSignal): TrackerLoop {
  const underWay = new Set<Promise<void>>()
  let woken = new AbortController()
  const wake = () => woken.abort()
  return {
    run(work) {
      const promise = work()
        .catch((error: unknown) => ctx.log.warn(errorFields(error), 'tracking one instruction failed'))
        .finally(() => underWay.delete(promise))
      underWay.add(promise)
    },
    busy: () => underWay.size,
    wake,
    async pause(ms) {
      if (signal.aborted) return
      signal.addEventListener('abort', wake)
      await ctx.clock.wait(ms, woken.signal)
      signal.removeEventListener('abort', wake)
      woken = new AbortController()
    },
    async settled() {
      await Promise.all(underWay)
    },
  }
}
