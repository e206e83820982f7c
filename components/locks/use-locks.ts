'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef } from 'react'
import { noticeLocked } from '@/components/ui/notice-locked'
import { systemClock } from '@/lib/time/clock'
import type { LocksView, ShownLock } from './locks-contract'

const everyMs = 5_000
/** New, vanished and renamed locks show within that; rows off the screen are as old at most. */
const allEveryMs = 60_000

interface Held {
  rows: ShownLock[]
  total: number
  now: number
  reach: LocksView['reach']
  allMs: number
}

async function ask(slug: string, query: string, signal: AbortSignal): Promise<LocksView> {
  const answer = noticeLocked(await fetch(`/api/${slug}/locks?${query}`, { signal, cache: 'no-store' }))
  if (!answer.ok) throw new Error(`refused ${answer.status}`)
  return answer.json()
}

const stamped = (rows: LocksView['rows'], readMs: number): ShownLock[] => rows.map((row) => ({ ...row, readMs }))

export interface LocksScope {
  /** Only the locks that the page brought, such as those of one gateway: no others are ever added. */
  broughtOnly?: boolean
}

/**
 * The property's locks: those on the screen are read again every 5 s, all of them once a minute, and at once when the page
 * brought only the first. Each read says what is on the screen, so that it is asked about most.
 */
export function useLocks(slug: string, brought: LocksView, { broughtOnly = false }: LocksScope = {}) {
  const visible = useRef<readonly string[]>([])
  const client = useQueryClient()
  const key = useMemo(() => ['locks', slug, broughtOnly], [slug, broughtOnly])
  const { data, isError, dataUpdatedAt, refetch } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Held> => {
      const held = client.getQueryData<Held>(key)
      const nowMs = systemClock.monotonicMs()
      const shown = `visible=${visible.current.join(',')}`
      if (!held || (!broughtOnly && (held.rows.length < held.total || nowMs - held.allMs > allEveryMs))) {
        const all = await ask(slug, `all=1&${shown}`, signal)
        return { rows: stamped(all.rows, nowMs), total: all.total, now: all.now, reach: all.reach, allMs: nowMs }
      }
      const some = await ask(slug, shown, signal)
      const fresh = new Map(stamped(some.rows, nowMs).map((row) => [row.id, row]))
      const rows = held.rows.map((row) => fresh.get(row.id) ?? row)
      return {
        rows,
        total: held.total,
        now: some.now,
        reach: some.reach,
        allMs: some.total === held.total ? held.allMs : 0,
      }
    },
    initialData: (): Held => ({
      rows: brought.rows,
      total: brought.total,
      now: brought.now,
      reach: brought.reach,
      allMs: systemClock.monotonicMs(),
    }),
    // What the page brought is fresh, unless it is only a part.
    initialDataUpdatedAt: () => (brought.rows.length < brought.total ? 0 : systemClock.now()),
    refetchInterval: everyMs,
  })
  const staleMs = useMemo(
    () => (isError && dataUpdatedAt > 0 ? systemClock.now() - dataUpdatedAt : null),
    [isError, dataUpdatedAt],
  )
  const seeRows = useCallback((ids: string[]) => {
    visible.current = ids
  }, [])
  return { ...data, staleMs, readAt: dataUpdatedAt, again: () => void refetch(), seeRows }
}
