'use client'

import { useState } from 'react'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult } from '@/lib/errors/contract'
import { unanswered, type Words } from './passcode-contract'

export interface Press {
  busy: boolean
  /** Why the last try was refused; null before one and while another is under way. */
  refused: RefusalWords | null
  /** Changes with every refusal. */
  attempt: number
  /** Calls once; the answer, or null when it was refused or never came. */
  run<T>(call: () => Promise<ActionResult<T>>): Promise<T | null>
  clear(): void
}

/** One button that changes something: pressed twice it calls once, and a refusal becomes words beside the fields. */
export function usePress(words: Words): Press {
  const [state, setState] = useState<{ busy: boolean; refused: RefusalWords | null; attempt: number }>({
    busy: false,
    refused: null,
    attempt: 0,
  })
  return {
    ...state,
    async run(call) {
      if (state.busy) return null
      setState((before) => ({ ...before, busy: true, refused: null }))
      const answer = await call().catch(() => null)
      if (answer?.ok) {
        setState((before) => ({ ...before, busy: false }))
        return answer.data
      }
      const refused = words(answer?.error ?? unanswered)
      setState((before) => ({ busy: false, refused, attempt: before.attempt + 1 }))
      return null
    },
    clear: () => setState((before) => ({ ...before, refused: null })),
  }
}
