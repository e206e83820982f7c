'use client'

import { type RefObject, useEffect } from 'react'

const atMost = 60
const restMs = 500

/** Tells which rows are on screen: once at first, then whenever scrolling or the rows came to rest. */
export function useVisibleRows(
  table: RefObject<HTMLTableElement | null>,
  keys: readonly string[],
  tell: ((keys: string[]) => void) | undefined,
) {
  useEffect(() => {
    if (!tell) return
    let last = ''
    function look() {
      const seen: string[] = []
      for (const row of table.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? []) {
        const { top, bottom } = row.getBoundingClientRect()
        if (bottom > 0 && top < window.innerHeight && seen.length < atMost) seen.push(row.dataset.row ?? '')
      }
      const now = seen.join()
      if (now !== last) tell?.(seen)
      last = now
    }
    let timer = setTimeout(look, keys.length === 0 ? restMs : 0)
    function later() {
      clearTimeout(timer)
      timer = setTimeout(look, restMs)
    }
    window.addEventListener('scroll', later, { passive: true })
    window.addEventListener('resize', later)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('scroll', later)
      window.removeEventListener('resize', later)
    }
  }, [table, keys, tell])
}
