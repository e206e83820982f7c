'use client'

import { useEffect, useState } from 'react'

/** One timer per period for however many parts tick with it. */
const beats = new Map<number, { listeners: Set<() => void>; timer: ReturnType<typeof setInterval> }>()

function onBeat(periodMs: number, listener: () => void): () => void {
  let beat = beats.get(periodMs)
  if (!beat) {
    const listeners = new Set<() => void>()
    beat = { listeners, timer: setInterval(() => listeners.forEach((listen) => void listen()), periodMs) }
    beats.set(periodMs, beat)
  }
  const { listeners, timer } = beat
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    beats.delete(periodMs)
  }
}

/**
 * Milliseconds since `key` last changed, by the monotonic clock, renewed every `periodMs`; 0 on the server and
 * while hydrating, so that both render the same. `running` false freezes it at 0.
 */
export function useElapsed(key: unknown, periodMs: number, running = true): number {
  const [elapsedMs, setElapsed] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key starts again from 0
  useEffect(() => {
    setElapsed(0)
    if (!running) return
    const startedAt = performance.now()
    return onBeat(periodMs, () => setElapsed(performance.now() - startedAt))
  }, [key, periodMs, running])
  return elapsedMs
}
