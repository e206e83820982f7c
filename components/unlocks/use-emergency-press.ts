'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newPressKey } from '@/components/instructions/press-key'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { EmergencyAsked, Pressed } from '@/lib/unlocks/contract'
import { type EarlierPress, earlierPressOf, lost, reachCodes } from './use-unlock-press'

export type Enter = (asked: EmergencyAsked) => Promise<ActionResult<Pressed>>

interface EmergencyParts {
  lockId: EmergencyAsked['lockId']
  brief: DoorBrief | null
  enter: Enter
  words: (refusal: Refusal | null) => RefusalWords | null
  /** Reads anew what is known of the door. */
  read: () => Promise<void>
}

/** One confirm with its key (I2): nothing is filled in; what came before it is told (I27). */
export function useEmergencyPress({ lockId, brief, enter, words, read }: EmergencyParts) {
  const t = useTranslations('unlocks.emergency')
  const [pressKey, setPressKey] = useState(newPressKey)
  const [pressed, setPressed] = useState<Pressed | null>(null)
  const [told, setTold] = useState<EarlierPress | null>(null)
  const [refused, setRefused] = useState<Pick<RefusalWords, 'title' | 'next'> | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const just = brief?.justPressed
  const earlier: EarlierPress | null =
    told ?? (just ? { id: just.id, by: just.actorLabel, at: just.intendedAt, inAnswer: false } : null)

  async function press(): Promise<void> {
    if (busy) return
    setBusy(true)
    const done = await enter({ pressKey, lockId, ...(earlier && { afterId: earlier.id }) }).catch(() => ({
      ok: false as const,
      error: lost,
    }))
    setBusy(false)
    setRefused(null)
    if (done.ok) return setPressed(done.data)
    const before = earlierPressOf(done.error)
    if (before) return setTold(before)
    if (reachCodes.includes(done.error.code)) await read()
    setRefused(done.error === lost ? { title: t('lost.title'), next: t('lost.next') } : words(done.error))
    setAttempt(attempt + 1)
  }

  /** A new press, a new intent; one that may have worked is told of and named (I3). */
  function again(mayHaveWorked: boolean): void {
    setTold(mayHaveWorked && pressed ? { id: pressed.instructionId, by: null, at: null, inAnswer: false } : null)
    setPressed(null)
    setPressKey(newPressKey())
    void read()
  }

  return { earlier, refused, attempt, busy, pressed, press, again }
}
