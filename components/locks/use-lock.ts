'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { noticeLocked } from '@/components/ui/notice-locked'
import { systemClock } from '@/lib/time/clock'
import type { LockPageView } from './locks-contract'

const everyMs = 5_000

/** One lock, read again every 5 s while somebody sees it; `put` takes what an action answered at once. */
export function useLock(slug: string, brought: LockPageView) {
  const client = useQueryClient()
  const { id } = brought.lock
  const key = useMemo(() => ['lock', slug, id], [slug, id])
  const { data, isError, dataUpdatedAt, refetch } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<LockPageView> => {
      const answer = noticeLocked(await fetch(`/api/${slug}/locks/${id}`, { signal, cache: 'no-store' }))
      if (!answer.ok) throw new Error(`refused ${answer.status}`)
      return { ...(await answer.json()), readMs: systemClock.monotonicMs() }
    },
    initialData: brought,
    refetchInterval: everyMs,
  })
  const staleMs = useMemo(() => (isError ? systemClock.now() - dataUpdatedAt : null), [isError, dataUpdatedAt])
  const put = (lock: LockPageView['lock']) =>
    client.setQueryData(key, { ...data, lock, readMs: systemClock.monotonicMs() })
  return { view: data, staleMs, readAt: dataUpdatedAt, again: () => void refetch(), put }
}
