'use client'

import { useEffect, useRef } from 'react'
import { lockedEvent } from './notice-locked'

/** Runs when the screen is locked: for what must not be there any more when it is open again. */
export function useWhenLocked(run: () => void): void {
  const newest = useRef(run)
  useEffect(() => {
    newest.current = run
  })
  useEffect(() => {
    const locked = () => newest.current()
    window.addEventListener(lockedEvent, locked)
    return () => window.removeEventListener(lockedEvent, locked)
  }, [])
}
