'use client'

import {
  createContext,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import type { UnlockPanelProps } from '@/components/staff/unlock-panel'
import { lockedEvent, openedEvent } from '@/components/ui/notice-locked'
import { useShortcuts } from '@/components/ui/use-shortcuts'
import { whenOpened } from '@/components/ui/when-opened'
import type { ActionResult } from '@/lib/errors/contract'
import { openScreenChannel, type ScreenChannel } from './screen-channel'
import { useRefusalWords } from './use-refusal-words'
import { type SessionNews, useSessionKeeper } from './use-session-keeper'

const load = () => import('@/components/staff/lock-dialog').then((module) => module.LockDialog)
const LockDialog = whenOpened(load)
/** An answer may still come that was given before the screen was opened. */
const lateAnswerMs = 10_000
/** The script of what covers the page is fetched in a quiet moment: it must come also when the server is gone. */
const fetchAfterMs = 5_000

export interface ScreenLock {
  /** *Lock screen*: covered at once, then said to the server. */
  lock: () => void
  /** Somebody else has signed in at this page: nothing of it is theirs, in no tab. */
  switched: () => void
}

export const ScreenLockContext = createContext<ScreenLock | null>(null)

export interface ScreenLockProps
  extends Pick<UnlockPanelProps, 'person' | 'signInAgain' | 'askPasskey' | 'askPasskeyToSignIn'> {
  idleMs: number
  lockScreen: () => Promise<ActionResult<unknown>>
  children: ReactNode
}

/**
 * Covers the page while the session is locked. Everything on it stays as it was typed, unseen and out of reach, for the same
 * person; for anybody else it is taken away before the page is asked for anew.
 */
export function ScreenLockProvider({ person, idleMs, lockScreen, children, ...proofs }: ScreenLockProps) {
  const [state, setState] = useState<'open' | 'locked' | 'gone'>('open')
  const words = useRefusalWords()
  const channel = useRef<ScreenChannel | null>(null)
  const toLock = useRef(false)
  const focused = useRef<Element | null>(null)
  const openedAt = useRef(Number.NEGATIVE_INFINITY)
  const fromServer = useRef(false)

  const cover = useCallback(() => {
    focused.current ??= document.activeElement
    setState((before) => (before === 'gone' ? before : 'locked'))
  }, [])
  const handOver = useCallback(() => {
    // Taken out of the document first: browsers give back what was typed when a page is loaded again.
    flushSync(() => setState('gone'))
    window.location.reload()
  }, [])
  const hear = useCallback(
    (news: SessionNews) => {
      if (news === 'other') handOver()
      else if (news === 'locked') {
        fromServer.current = true
        window.dispatchEvent(new Event(lockedEvent))
        fromServer.current = false
      } else if (!toLock.current) setState((before) => (before === 'gone' ? before : 'open'))
    },
    [handOver],
  )
  const look = useSessionKeeper({ personId: person.personId, idleMs }, hear)

  /** Covered at once; what says so just after the screen was opened may be older than that, so the server is asked. */
  const heardLocked = useCallback(() => {
    cover()
    const sure = fromServer.current || toLock.current
    if (!sure && performance.now() - openedAt.current < lateAnswerMs) look()
  }, [cover, look])
  const lock = useCallback(() => {
    if (document.documentElement.hasAttribute('data-locked')) return
    toLock.current = true
    window.dispatchEvent(new Event(lockedEvent))
  }, [])
  /** Before the server is asked what opens it: that it is locked. */
  async function prepare() {
    if (!toLock.current) return
    const done = await lockScreen()
    if (!done.ok && done.error.code !== 'not-signed-in') throw new Error(done.error.code)
    toLock.current = false
    channel.current?.tell('locked')
  }
  function unlocked() {
    toLock.current = false
    openedAt.current = performance.now()
    setState('open')
    channel.current?.tell('unlocked')
  }
  const switched = useCallback(() => {
    channel.current?.tell('switched')
    handOver()
  }, [handOver])

  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => {}), fetchAfterMs)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    window.addEventListener(lockedEvent, heardLocked)
    channel.current = openScreenChannel((told) => {
      if (told === 'locked') window.dispatchEvent(new Event(lockedEvent))
      else look()
    })
    // Kept by the browser from before: covered until the server has said whose it is.
    const shownAgain = ({ persisted }: PageTransitionEvent) => persisted && window.dispatchEvent(new Event(lockedEvent))
    window.addEventListener('pageshow', shownAgain)
    return () => {
      window.removeEventListener(lockedEvent, heardLocked)
      window.removeEventListener('pageshow', shownAgain)
      channel.current?.close()
    }
  }, [heardLocked, look])
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-locked', state !== 'open')
    if (state !== 'open') return
    if (focused.current) window.dispatchEvent(new Event(openedEvent))
    if (focused.current instanceof HTMLElement) focused.current.focus()
    focused.current = null
    // What had it is gone, as a shown code is, or lies under what opened meanwhile.
    if (document.activeElement === document.body)
      [...document.querySelectorAll('dialog:modal')].at(-1)?.querySelector('h2')?.focus()
  }, [state])
  useShortcuts({ 'mod+shift+l': { name: 'lock', run: lock, anywhere: true } })

  const screen = useMemo(() => ({ lock, switched }), [lock, switched])
  return (
    <ScreenLockContext value={screen}>
      {state !== 'gone' && children}
      {state !== 'open' && (
        <LockDialog
          {...proofs}
          person={person}
          gone={state === 'gone'}
          prepare={prepare}
          words={words}
          onUnlocked={unlocked}
          onSwitched={switched}
        />
      )}
    </ScreenLockContext>
  )
}
