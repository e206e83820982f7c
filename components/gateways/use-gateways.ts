'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { noticeLocked } from '@/components/ui/notice-locked'
import { systemClock } from '@/lib/time/clock'
import type { GatewaysView } from './gateway-contract'

const everyMs = 5_000

/** The property's gateways, read again every 5 s while somebody sees them. */
export function useGateways(slug: string, brought: GatewaysView) {
  const { data, isError, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['gateways', slug],
    queryFn: async ({ signal }): Promise<GatewaysView> => {
      const answer = noticeLocked(await fetch(`/api/${slug}/gateways`, { signal, cache: 'no-store' }))
      if (!answer.ok) throw new Error(`refused ${answer.status}`)
      return { ...(await answer.json()), readMs: systemClock.monotonicMs() }
    },
    initialData: brought,
    refetchInterval: everyMs,
  })
  const staleMs = useMemo(() => (isError ? systemClock.now() - dataUpdatedAt : null), [isError, dataUpdatedAt])
  return { view: data, staleMs, readAt: dataUpdatedAt, again: () => void refetch() }
}
