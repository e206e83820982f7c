'use client'

import { useState } from 'react'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import { newPressKey } from './press-key'

export interface Issuing<I> {
  issued: I | null
  /** The instruction as it was last told of. */
  view: InstructionView | null
  onView(view: InstructionView): void
  busy: boolean
  /** Counts the refused presses. */
  attempt: number
  /** Why the last press was refused; `unanswered` are the words for no answer at all. */
  refused(unanswered: Pick<RefusalWords, 'title' | 'next'>): RefusalWords | null
  press(call: (press: PressNames) => Promise<ActionResult<I>>): Promise<void>
  /** Back to the form as it was filled in. */
  again(): void
}

interface PressNames {
  pressKey: string
  afterId?: InstructionView['id']
}

const lost: Refusal = { code: 'unexpected', requestId: '' }

/** A press in a dialog about a door that becomes an instruction, and the presses after it. `read` asks for the door again. */
export function useIssuing<I>(
  read: () => Promise<void>,
  words: (refusal: Refusal | null) => RefusalWords | null,
): Issuing<I> {
  const [pressKey, setPressKey] = useState(newPressKey)
  const [issued, setIssued] = useState<I | null>(null)
  const [afterId, setAfterId] = useState<InstructionView['id'] | null>(null)
  const [view, setView] = useState<InstructionView | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)

  return {
    issued,
    view,
    onView: setView,
    busy,
    attempt,
    refused: (unanswered) =>
      refusal === lost ? { field: () => undefined, fieldCount: 0, ...unanswered } : words(refusal),
    async press(call) {
      if (busy) return
      setBusy(true)
      const done = await call({ pressKey, ...(afterId && { afterId }) }).catch(() => ({
        ok: false as const,
        error: lost,
      }))
      // Somebody else gave out the door meanwhile (I27): told of before the next press, with what is typed kept.
      if (!done.ok && done.error.code === 'warnings-not-seen') await read()
      setBusy(false)
      setRefusal(done.ok ? null : done.error)
      if (done.ok) setIssued(done.data)
      else setAttempt(attempt + 1)
    },
    /** A new press is a new intent, and names the one that may have worked (I3). */
    again() {
      setAfterId(view?.outcome === 'unknown' ? view.id : null)
      setPressKey(newPressKey())
      setIssued(null)
      setView(null)
      void read()
    },
  }
}
