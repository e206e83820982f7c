'use client'

import { useCallback, useContext } from 'react'
import type { StepUpKind } from '@/components/staff/step-up-dialog'
import { lockedEvent } from '@/components/ui/notice-locked'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { StepUpContext } from './step-up'

const kinds: Partial<Record<Refusal['code'], StepUpKind>> = { 'sign-in-again': 'again', 'not-signed-in': 'signed-out' }

/**
 * Wraps the call of an action: refused for want of a proof, it asks for the password and repeats the *same* call once,
 * with the same press key. Left unanswered, the refusal comes back. A call that got no answer at all throws as it would.
 * On a locked screen the refusal comes back too: it may be open again much later, so the person presses again, with the same key.
 */
export function useStepUp(): <T>(call: () => Promise<ActionResult<T>>) => Promise<ActionResult<T>> {
  const stepUp = useContext(StepUpContext)
  return useCallback(
    async (call) => {
      const first = await call()
      if (!first.ok && first.error.code === 'session-locked') window.dispatchEvent(new Event(lockedEvent))
      const kind = first.ok ? undefined : kinds[first.error.code]
      if (!kind || !stepUp) return first
      const withoutPin = !first.ok && first.error.details?.withoutPin === true
      return (await stepUp.ask(kind, { withoutPin })) ? call() : first
    },
    [stepUp],
  )
}
