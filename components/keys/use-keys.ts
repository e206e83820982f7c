'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { noticeLocked } from '@/components/ui/notice-locked'
import { systemClock } from '@/lib/time/clock'
import type { KeysView } from './keys-contract'

const everyMs = 10_000

async function readKeys(slug: string, query: string, signal: AbortSignal): Promise<KeysView> {
  const answer = noticeLocked(await fetch(`/api/${slug}/keys${query && `?${query}`}`, { signal, cache: 'no-store' }))
  if (!answer.ok) throw new Error(`refused ${answer.status}`)
  return answer.json()
}

/** The page's rows, read again every 10 s while somebody sees them; `staleMs` = how old they are when they could not be. */
export function useKeys(slug: string, query: string, brought: KeysView) {
  const { data, isError, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['keys', slug, query],
    queryFn: ({ signal }) => readKeys(slug, query, signal),
    initialData: brought,
    refetchInterval: everyMs,
  })
  const staleMs = useMemo(() => (isError ? systemClock.now() - dataUpdatedAt : null), [isError, dataUpdatedAt])
  return { view: data, staleMs, readAt: dataUpdatedAt, again: () => void refetch() }
}
