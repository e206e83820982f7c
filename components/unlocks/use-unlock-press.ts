'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newPressKey } from '@/components/instructions/press-key'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { DoorBrief } from '@/lib/front-desk/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import { otherReason } from '@/lib/properties/contract'
import type { Instant } from '@/lib/time/clock'
import type { Pressed, UnlockAsked } from '@/lib/unlocks/contract'
import type { UnlockFaults, UnlockValues } from './unlock-form'

export type InstructionId = InstructionView['id']

export type Unlock = (asked: UnlockAsked) => Promise<ActionResult<Pressed>>

/** A press before this one, of which the person was told (I3, I27). */
export interface EarlierPress {
  id: InstructionId
  by: string | null
  at: Instant | null
  /** The server told of it in answer to this person's press. */
  inAnswer: boolean
}

interface PressParts {
  brief: DoorBrief | null
  unlock: Unlock
  words: (refusal: Refusal | null) => RefusalWords | null
  /** Reads anew what is known of the door. */
  read: () => Promise<void>
}

/** No answer reached the browser: whether it was pressed is known to the server alone, and the same key asks it. */
export const lost: Refusal = { code: 'unexpected', requestId: '' }

export const reachCodes: readonly Refusal['code'][] = ['gateways-without-contact', 'lock-not-heard', 'lock-gone']

/** The press that the server told of in its refusal (I27). */
export function earlierPressOf({ code, details = {} }: Refusal): EarlierPress | null {
  const { instructionId, by, at } = details
  if (code !== 'unlock-just-pressed' || typeof instructionId !== 'string') return null
  return {
    id: instructionId as InstructionId,
    by: typeof by === 'string' ? by : null,
    at: typeof at === 'number' ? at : null,
    inAnswer: true,
  }
}

/** One press with its key (I2): what is filled in, what is wrong with it, what came before it, and its instruction once it is sent. */
export function useUnlockPress({ brief, unlock, words, read }: PressParts) {
  const t = useTranslations('unlocks')
  const [values, setValues] = useState<UnlockValues>({ reason: '', reasonNote: '', identityChecked: false })
  const [pressKey, setPressKey] = useState(newPressKey)
  const [pressed, setPressed] = useState<Pressed | null>(null)
  const [told, setTold] = useState<EarlierPress | null>(null)
  const [refused, setRefused] = useState<{ faults: UnlockFaults; words: Pick<RefusalWords, 'title' | 'next'> | null }>({
    faults: {},
    words: null,
  })
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)

  const just = brief?.justPressed
  const earlier: EarlierPress | null =
    told ?? (just ? { id: just.id, by: just.actorLabel, at: just.intendedAt, inAnswer: false } : null)
  const asksIdentity = brief !== null && !brief.door.common
  const typed = values.reason === otherReason ? values.reasonNote.trim() : ''

  function findMissing(): UnlockFaults {
    return {
      ...(values.reason === '' && { reason: t('reason.missing') }),
      ...(values.reason === otherReason && typed === '' && { reasonNote: t('reason.noteMissing') }),
      ...(asksIdentity && !values.identityChecked && { identityChecked: t('identity.missing') }),
    }
  }

  function refuse(faults: UnlockFaults, said: Pick<RefusalWords, 'title' | 'next'> | null): void {
    setRefused({ faults, words: said })
    setAttempt(attempt + 1)
  }

  async function press(): Promise<void> {
    if (busy || !brief) return
    const missing = findMissing()
    if (Object.keys(missing).length > 0) {
      refuse(missing, null)
      return
    }
    setBusy(true)
    const done = await unlock({
      pressKey,
      lockId: brief.door.id,
      reason: values.reason,
      ...(typed !== '' && { reasonNote: typed }),
      identityChecked: values.identityChecked,
      ...(earlier && { afterId: earlier.id }),
    }).catch(() => ({ ok: false as const, error: lost }))
    setBusy(false)
    if (done.ok) {
      setRefused({ faults: {}, words: null })
      setPressed(done.data)
    } else await takeRefusal(done.error)
  }

  async function takeRefusal(error: Refusal): Promise<void> {
    const before = earlierPressOf(error)
    if (before) {
      setRefused({ faults: {}, words: null })
      setTold(before)
      return
    }
    if (reachCodes.includes(error.code)) await read()
    const said = words(error)
    refuse(
      {
        reason: said?.field('reason'),
        reasonNote: said?.field('reasonNote'),
        identityChecked: said?.field('identityChecked'),
      },
      error === lost ? { title: t('lost.title'), next: t('lost.next') } : said,
    )
  }

  /** What came of the press is not what was wanted: a new press, a new intent; one that may have worked is told of and named (I3). */
  function again(mayHaveWorked: boolean): void {
    setTold(mayHaveWorked && pressed ? { id: pressed.instructionId, by: null, at: null, inAnswer: false } : null)
    setPressed(null)
    setPressKey(newPressKey())
    void read()
  }

  return { values, setValues, asksIdentity, earlier, refused, attempt, busy, pressed, press, again }
}
