'use client'

import { useEffect, useState } from 'react'
import type { Search, SearchGroup } from './search-contract'

export type SearchState = 'start' | 'waiting' | 'answered' | 'failed'

const restMs = 120
const none: readonly SearchGroup[] = []

/** Asks once the typing rests; an answer to an older query is dropped, its results stay until the newer ones come. */
export function useSearch(search: Search, query: string): { state: SearchState; groups: readonly SearchGroup[] } {
  const [found, setFound] = useState<{ state: SearchState; groups: readonly SearchGroup[] }>({
    state: 'start',
    groups: none,
  })
  const asked = query.trim()
  useEffect(() => {
    if (asked === '') {
      setFound({ state: 'start', groups: none })
      return
    }
    let late = false
    setFound((before) => ({ state: 'waiting', groups: before.groups }))
    const timer = setTimeout(() => {
      search(asked).then(
        (groups) => late || setFound({ state: 'answered', groups }),
        () => late || setFound({ state: 'failed', groups: none }),
      )
    }, restMs)
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [asked, search])
  return found
}
