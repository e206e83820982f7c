'use client'

import { type RefObject, useCallback, useEffect, useRef } from 'react'

const soonMs = 5_000

/**
 * For a button that goes away with what it did: `acted` before that, and when soon (`withinMs`) the rows come without it the
 * focus, if nothing else has it, is at `place`, which takes it by `tabIndex={-1}`.
 */
export function useKeptFocus<Place extends HTMLElement>(
  withinMs = soonMs,
): { place: RefObject<Place | null>; acted: () => void } {
  const place = useRef<Place>(null)
  const until = useRef(0)
  useEffect(() => {
    if (performance.now() > until.current || document.activeElement !== document.body) return
    until.current = 0
    place.current?.focus()
  })
  const acted = useCallback(() => {
    until.current = performance.now() + withinMs
  }, [withinMs])
  return { place, acted }
}
