import type { Clock, Instant } from '../time/clock'

interface Waiter {
  dueAtMs: number
  wake(): void
}

/** A clock that moves only when told: every `wait` falls due by `advance`, in order of its time. */
export interface FakeClock extends Clock {
  /** Moves both clocks on; whoever waits is woken at its own moment and may wait again within the same advance. */
  advance(ms: number): Promise<void>
  /** The wall clock is set to another time; monotonic time and waits do not notice (I12). */
  jump(ms: number): void
  /** How many waits are under way. */
  waiting(): number
}

/** Wednesday, 10 June 2026, 12:00 UTC unless told otherwise. */
export const testStartAt: Instant = Date.UTC(2026, 5, 10, 12)

export function createFakeClock(startAt: Instant = testStartAt): FakeClock {
  let passedMs = 0
  let wallAheadMs = startAt
  const waiters = new Set<Waiter>()

  const earliest = () => [...waiters].sort((left, right) => left.dueAtMs - right.dueAtMs)[0]

  return {
    now: () => Math.floor(wallAheadMs + passedMs),
    monotonicMs: () => passedMs,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const waiter: Waiter = {
          dueAtMs: passedMs + ms,
          wake() {
            waiters.delete(waiter)
            signal?.removeEventListener('abort', waiter.wake)
            resolve()
          },
        }
        waiters.add(waiter)
        signal?.addEventListener('abort', waiter.wake)
      }),
    async advance(ms) {
      const target = passedMs + ms
      await turn()
      for (let next = earliest(); next && next.dueAtMs <= target; next = earliest()) {
        passedMs = Math.max(passedMs, next.dueAtMs)
        next.wake()
        await turn()
      }
      passedMs = target
      await turn()
    },
    jump(ms) {
      wallAheadMs += ms
    },
    waiting: () => waiters.size,
  }
}

/** One round of the event loop: what was woken runs up to its next wait for the outside. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
