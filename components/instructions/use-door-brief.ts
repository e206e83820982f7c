'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { noticeLocked } from '@/components/ui/notice-locked'
import type { Refusal } from '@/lib/errors/contract'
import type { DoorBrief } from '@/lib/front-desk/contract'

export interface DoorBriefState {
  /** The newest that was read; stays while it is read again. */
  brief: DoorBrief | null
  /** Set when the last reading failed. */
  refusal: Refusal | null
  reading: boolean
  /** How often it was read: ages begin anew with each. */
  readKey: number
  read(): Promise<void>
}

const answerLimitMs = 15_000
const noAnswer: Refusal = { code: 'unexpected', requestId: '' }

/** What a dialog about a door says before a press: read when it opens, and again when asked. */
export function useDoorBrief(property: string, lockId: string): DoorBriefState {
  const [state, setState] = useState<Omit<DoorBriefState, 'read'>>({
    brief: null,
    refusal: null,
    reading: true,
    readKey: 0,
  })
  const round = useRef<AbortController | null>(null)

  const read = useCallback(async () => {
    round.current?.abort()
    const mine = new AbortController()
    round.current = mine
    const timer = setTimeout(() => mine.abort(), answerLimitMs)
    setState((before) => ({ ...before, reading: true }))
    const { brief, refusal } = await askFor(`/api/${property}/doors/${lockId}`, mine.signal)
    clearTimeout(timer)
    if (round.current !== mine) return
    setState((before) => ({
      brief: brief ?? before.brief,
      refusal,
      reading: false,
      readKey: before.readKey + (brief ? 1 : 0),
    }))
  }, [property, lockId])

  useEffect(() => {
    void read()
    return () => {
      round.current?.abort()
      round.current = null
    }
  }, [read])

  return { ...state, read }
}

async function askFor(url: string, signal: AbortSignal): Promise<{ brief: DoorBrief | null; refusal: Refusal | null }> {
  try {
    const answer = noticeLocked(await fetch(url, { signal, cache: 'no-store' }))
    const body = (await answer.json()) as DoorBrief | { error: Refusal }
    return 'error' in body ? { brief: null, refusal: body.error } : { brief: body, refusal: null }
  } catch {
    return { brief: null, refusal: noAnswer }
  }
}
