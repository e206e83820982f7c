'use client'

import { useCallback, useEffect, useState } from 'react'
import type { KeeperAccountView } from '@/lib/connections/contract'
import type { Instant } from '@/lib/time/clock'

/** What `GET /api/<property>/keeper-accounts` answers. */
export interface KeeperAccountsView {
  now: Instant
  rows: KeeperAccountView[]
}

const everyMs = 1_000

/** The list that the page brought along, read again every second while one of it waits for its answer. */
export function useKeeperAccounts(slug: string, brought: KeeperAccountsView) {
  const [read, setRead] = useState(brought)
  const view = brought.now > read.now ? brought : read
  const again = useCallback(async () => {
    const answer = await fetch(`/api/${slug}/keeper-accounts`, { cache: 'no-store' }).catch(() => null)
    if (answer?.ok) setRead(await answer.json())
  }, [slug])
  const waits = view.rows.some(({ outcome }) => outcome === null)
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(again, everyMs)
    return () => clearInterval(timer)
  }, [waits, again])
  return { view, again: () => void again() }
}
