'use client'

import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { noticeLocked } from '@/components/ui/notice-locked'
import { type InstructionNews, type InstructionView, longestHoldMs } from '@/lib/instructions/contract'
import type { NoticeView } from '@/lib/notices/contract'
import type { Instant } from '@/lib/time/clock'
import { createInstructionFeed, type InstructionFeed, type InstructionId, nothingHeard } from './instruction-feed'
import type { Question, Told } from './news-poller'
import { type LinkState, openTabChannel } from './tab-channel'

/** Past the longest hold, an answer that still lacks is not coming. */
const answerLimitMs = 10_000

async function ask(property: string, { seen, emergencies, holdMs }: Question, signal: AbortSignal): Promise<Told> {
  const named = [...seen].map(([id, version]) => `${id}:${version}`).join(',')
  const query = `seen=${named}${holdMs === longestHoldMs ? '' : `&hold=${holdMs}`}${emergencies && `&emergencies=${emergencies}`}`
  const limit = new AbortController()
  const end = () => limit.abort()
  const timer = setTimeout(end, holdMs + answerLimitMs)
  signal.addEventListener('abort', end)
  try {
    const answer = noticeLocked(
      await fetch(`/api/${property}/instructions?${query}`, { signal: limit.signal, cache: 'no-store' }),
    )
    if (answer.ok) return { ok: true, news: (await answer.json()) as InstructionNews }
    if (answer.status === 401) return { ok: false, why: 'signed-out' }
    return { ok: false, why: answer.status === 403 || answer.status === 404 ? 'not-allowed' : 'unreachable' }
  } catch {
    return { ok: false, why: 'unreachable' }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}

const feeds = new Map<string, InstructionFeed>()

function openFeed(property: string): InstructionFeed {
  const feed = createInstructionFeed({
    tab: Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join(''),
    ask: (question, signal) => ask(property, question, signal),
    openChannel: (hear) => openTabChannel(property, hear),
    nowMs: () => performance.now(),
    visible: () => document.visibilityState === 'visible',
    every(ms, call) {
      const timer = setInterval(call, ms)
      return () => clearInterval(timer)
    },
    pause,
    chance: Math.random,
  })
  document.addEventListener('visibilitychange', feed.visibilityChanged)
  document.addEventListener('resume', feed.wake)
  window.addEventListener('online', feed.wake)
  window.addEventListener('offline', feed.wake)
  window.addEventListener('pageshow', (event) => event.persisted && feed.wake())
  window.addEventListener('pagehide', feed.leave)
  return feed
}

function feedOf(property: string): InstructionFeed {
  let feed = feeds.get(property)
  if (!feed) {
    feed = openFeed(property)
    feeds.set(property, feed)
  }
  return feed
}

export interface LiveInstructions {
  /** The newest that is known; null before the first answer about an id alone. */
  find(id: InstructionId): InstructionView | null
  late: readonly InstructionView[]
  /** Emergency entries that the reader has not marked yet; for who is told of them. */
  emergencies: readonly NoticeView[]
  link: LinkState
  /** The server's time of the last answer: "not connected since", while `link` is `broken`. */
  heardAt: Instant | null
  /** The server's time now; null before the first answer. */
  now(): Instant | null
}

/**
 * Follows instructions of a property by their views (from the page) or ids alone (just pressed). One request is held per
 * browser, whatever the number of tabs; it ends when all are settled. `alarm`: late unlocks and
 * emergency entries too, for as long as mounted.
 */
export function useInstructions(
  property: string,
  wanted: ReadonlyArray<InstructionView | InstructionId>,
  { alarm = false } = {},
): LiveInstructions {
  const brought = wanted.flatMap((one) => (typeof one === 'string' ? [] : [one]))
  const ids = wanted.map((one) => (typeof one === 'string' ? one : one.id))
  const key = ids.join()
  const broughtKey = brought.map(({ id, version }) => `${id}:${version}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys say what of the lists matters
  useEffect(() => {
    if (ids.length === 0 && !alarm) return
    return feedOf(property).follow({ ids, views: brought, alarm })
  }, [property, key, broughtKey, alarm])

  const subscribe = useCallback((listener: () => void) => feedOf(property).subscribe(listener), [property])
  const snapshot = useSyncExternalStore(
    subscribe,
    () => feedOf(property).snapshot(),
    () => nothingHeard,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  return useMemo(() => {
    const { views, late, emergencies, link, heardAt, heardMs } = snapshot
    return {
      find(id) {
        const known = views.get(id)
        const seed = brought.find((view) => view.id === id)
        if (known && seed) return known.version >= seed.version ? known : seed
        return known ?? seed ?? null
      },
      late,
      emergencies: emergencies.notices,
      link,
      heardAt,
      now: () => (heardAt === null ? null : heardAt + (performance.now() - heardMs)),
    }
  }, [snapshot, broughtKey])
}
