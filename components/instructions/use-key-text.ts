'use client'

import { useRef, useState } from 'react'
import { useWhenLocked } from '@/components/ui/use-when-locked'
import type { ActionResult, Refusal } from '@/lib/errors/contract'

export interface KeyText<T> {
  /** Kept in the component's state only (I32); null before it came and after the screen was locked. */
  key: T | null
  /** It was on the screen, or on its way to it, when the screen was locked. */
  taken: boolean
  /** Why the last try brought nothing. */
  refusal: Refusal | null
  /** The last try had no answer. */
  unanswered: boolean
  busy: boolean
  ask(): Promise<void>
}

const lost: Refusal = { code: 'unexpected', requestId: '' }

/** The text of a key, shown once; gone for good when the screen is locked, since who opens it again need not be who stood at it. */
export function useKeyText<T>(show: () => Promise<ActionResult<T>>, onShown?: (stands: boolean) => void): KeyText<T> {
  const [key, setKey] = useState<T | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const [taken, setTaken] = useState(false)
  const locked = useRef(false)

  useWhenLocked(() => {
    locked.current = busy
    if (key === null) return
    setKey(null)
    setTaken(true)
    onShown?.(false)
  })

  async function ask(): Promise<void> {
    locked.current = false
    setBusy(true)
    const done = await show().catch(() => ({ ok: false as const, error: lost }))
    setBusy(false)
    setRefusal(done.ok ? null : done.error)
    if (!done.ok) return
    // Locked while it was on its way.
    if (locked.current) return setTaken(true)
    setKey(done.data)
    onShown?.(true)
  }

  return { key, taken, refusal, unanswered: refusal === lost, busy, ask }
}
