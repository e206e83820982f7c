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
      else if (news === 'locked') window.dispatchEvent(new Event(lockedEvent))
      else if (!toLock.current) setState((before) => (before === 'gone' ? before : 'open'))
    },
    [handOver],
  )
  const look = useSessionKeeper({ personId: person.personId, idleMs }, hear)

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
    window.addEventListener(lockedEvent, cover)
    channel.current = openScreenChannel((told) => {
      if (told === 'locked') window.dispatchEvent(new Event(lockedEvent))
      else look()
    })
    // Kept by the browser from before: covered until the server has said whose it is.
    const shownAgain = ({ persisted }: PageTransitionEvent) => persisted && window.dispatchEvent(new Event(lockedEvent))
    window.addEventListener('pageshow', shownAgain)
    return () => {
      window.removeEventListener(lockedEvent, cover)
      window.removeEventListener('pageshow', shownAgain)
      channel.current?.close()
    }
  }, [cover, look])
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
