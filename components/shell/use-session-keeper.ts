'use client'

import { useCallback, useEffect, useRef } from 'react'
import { readStanding } from '@/components/staff/use-standing'

/** `locked` also when the session has ended; `other` = somebody else is signed in at this browser now. */
export type SessionNews = 'open' | 'locked' | 'other'

const mostMs = 60_000
/** After the moment at which the server would lock. */
const lateMs = 500
const retryMs = 10_000

export interface SessionKeeper {
  /** Asks the server now. */
  look(): Promise<void>
  /** The page goes: nothing is asked, told or planned any more, also by what is still on its way. */
  stop(): void
}

/**
 * Input keeps the screen from being locked, also where it asks the server for nothing: one short note a minute at most. Once
 * nothing was touched for so long, whenever the tab is looked at again, and by what it returns, the server is asked how it stands.
 */
export function keepSession(
  { personId, idleMs: idleAtFirst }: { personId: string; idleMs: number },
  tell: (news: SessionNews) => void,
): SessionKeeper {
  let idleMs = idleAtFirst
  let [notedAt, touchedAt] = [performance.now(), performance.now()]
  let ended = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const plan = (ms: number) => {
    clearTimeout(timer)
    if (ended) return
    timer = setTimeout(look, ms)
  }
  async function look() {
    plan(retryMs)
    const answer = await readStanding().catch(() => null)
    // The page that asked is not there any more.
    if (ended) return
    // No answer: the server cannot say that it is open, so what nobody touched is covered.
    if (!answer) return performance.now() - touchedAt >= idleMs ? tell('locked') : undefined
    if (!answer.ok) {
      plan(mostMs)
      return answer.refusal.code === 'not-signed-in' ? tell('locked') : undefined
    }
    const { standing } = answer
    idleMs = standing.idleMs
    if (standing.personId !== personId) return tell('other')
    tell(standing.locked ? 'locked' : 'open')
    plan(standing.locked ? mostMs : standing.leftMs + lateMs)
  }
  const note = () => {
    touchedAt = performance.now()
    if (touchedAt - notedAt < Math.min(mostMs, idleMs / 4)) return
    notedAt = touchedAt
    // Lost, the next input tries again.
    fetch('/api/session', { method: 'POST' }).then(
      ({ status }) => {
        if (ended) return
        if (status === 423) tell('locked')
        else if (status === 200) plan(idleMs + lateMs)
      },
      () => {},
    )
  }
  const seen = () => void (document.visibilityState === 'visible' && look())
  const inputs = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const
  for (const input of inputs) addEventListener(input, note, { passive: true, capture: true })
  document.addEventListener('visibilitychange', seen)
  plan(idleMs + lateMs)
  return {
    look,
    stop() {
      ended = true
      clearTimeout(timer)
      for (const input of inputs) removeEventListener(input, note, { capture: true })
      document.removeEventListener('visibilitychange', seen)
    },
  }
}

/** Keeps the session of the page; returns how to ask the server now. */
export function useSessionKeeper(
  { personId, idleMs }: { personId: string; idleMs: number },
  tell: (news: SessionNews) => void,
): () => void {
  const told = useRef(tell)
  const keeper = useRef<SessionKeeper | null>(null)
  useEffect(() => {
    told.current = tell
  })
  useEffect(() => {
    const kept = keepSession({ personId, idleMs }, (news) => told.current(news))
    keeper.current = kept
    return () => kept.stop()
  }, [personId, idleMs])
  return useCallback(() => void keeper.current?.look(), [])
}
