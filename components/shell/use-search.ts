'use client'

import { useEffect, useState } from 'react'
import type { Refusal } from '@/lib/errors/contract'
import type { Search, SearchGroup } from './search-contract'

export type SearchState = 'start' | 'waiting' | 'answered' | 'refused' | 'failed'

interface Found {
  state: SearchState
  groups: readonly SearchGroup[]
  /** When `refused`. */
  refusal: Refusal | null
}

const restMs = 120
const nothing: Omit<Found, 'state'> = { groups: [], refusal: null }

/** Asks once the typing rests; an answer to an older query is dropped, its results stay until the newer ones come. */
export function useSearch(search: Search, query: string): Found {
  const [found, setFound] = useState<Found>({ state: 'start', ...nothing })
  const asked = query.trim()
  useEffect(() => {
    if (asked === '') {
      setFound({ state: 'start', ...nothing })
      return
    }
    let late = false
    setFound(({ groups }) => ({ state: 'waiting', groups, refusal: null }))
    const timer = setTimeout(() => {
      search(asked).then(
        (answer) => late || setFound(foundBy(answer)),
        () => late || setFound({ state: 'failed', ...nothing }),
      )
    }, restMs)
    return () => {
      late = true
      clearTimeout(timer)
    }
  }, [asked, search])
  return found
}

function foundBy(answer: Awaited<ReturnType<Search>>): Found {
  if (!answer.ok) return { state: 'refused', ...nothing, refusal: answer.error }
  return { state: 'answered', groups: answer.data, refusal: null }
}
