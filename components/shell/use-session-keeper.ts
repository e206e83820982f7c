'use client'

import { useEffect } from 'react'

const everyMs = 60_000

/** Input keeps the session from idling out, also where it asks the server for nothing: one short note a minute at most. */
export function useSessionKeeper(): void {
  useEffect(() => {
    let notedAt = performance.now()
    const note = () => {
      if (performance.now() - notedAt < everyMs) return
      notedAt = performance.now()
      // Lost or refused, the next input tries again; a session that has ended is told by what is done next.
      fetch('/api/session', { method: 'POST' }).catch(() => {})
    }
    const inputs = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const
    for (const input of inputs) addEventListener(input, note, { passive: true, capture: true })
    return () => {
      for (const input of inputs) removeEventListener(input, note, { capture: true })
    }
  }, [])
}
