'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useInstructions } from '@/components/instructions/use-instructions'
import { noticeLocked } from '@/components/ui/notice-locked'
import { systemClock } from '@/lib/time/clock'
import type { DeskView } from './desk-contract'

const everyMs = 10_000

async function readDesk(slug: string, visible: readonly string[], signal: AbortSignal): Promise<DeskView> {
  const query = visible.length > 0 ? `?visible=${visible.join(',')}` : ''
  const answer = noticeLocked(await fetch(`/api/${slug}/desk${query}`, { signal, cache: 'no-store' }))
  if (!answer.ok) throw new Error(`refused ${answer.status}`)
  return answer.json()
}

/**
 * The Desk, read again every 10 s while somebody sees it and at once when a request in *To do* moves. Tells with each read
 * which rooms are on the screen, so that they are asked about most (design.md, How data flows, 6).
 */
export function useDesk(slug: string, brought: DeskView) {
  const visible = useRef<readonly string[]>([])
  const { data, isError, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['desk', slug],
    queryFn: ({ signal }) => readDesk(slug, visible.current, signal),
    initialData: brought,
    refetchInterval: everyMs,
  })
  const staleMs = useMemo(() => (isError ? systemClock.now() - dataUpdatedAt : null), [isError, dataUpdatedAt])

  // The page brought the first rooms of many: the rest come as JSON.
  const cut = data.cut !== undefined
  useEffect(() => {
    if (cut) void refetch()
  }, [cut, refetch])

  const waiting = useMemo(
    () =>
      (data.toDo ?? [])
        .filter(({ what }) => what === 'waiting' || what === 'cancel-unconfirmed')
        .slice(0, 50)
        .map(({ instructionId }) => instructionId),
    [data.toDo],
  )
  const live = useInstructions(slug, waiting)
  const moved = waiting.map((id) => live.find(id)?.version ?? 0).join()
  const last = useRef(moved)
  useEffect(() => {
    const before = last.current.split(',')
    last.current = moved
    // From "not yet heard of" to its first version nothing has moved.
    const news = moved
      .split(',')
      .some((version, at) => before[at] !== undefined && before[at] !== '0' && before[at] !== version)
    if (news) void refetch()
  }, [moved, refetch])

  const seeRows = useCallback((keys: string[]) => {
    visible.current = keys
  }, [])
  return { view: data, staleMs, readAt: dataUpdatedAt, again: () => void refetch(), seeRows }
}
