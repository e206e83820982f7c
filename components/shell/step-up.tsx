'use client'

import { createContext, type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import type { StepUpDialogProps, StepUpKind } from '@/components/staff/step-up-dialog'
import { whenOpened } from '@/components/ui/when-opened'
import { useRefusalWords } from './use-refusal-words'
import { useSessionKeeper } from './use-session-keeper'

const StepUpDialog = whenOpened(() => import('@/components/staff/step-up-dialog').then((module) => module.StepUpDialog))

export interface StepUp {
  /** Asks; true once the person has proved who they are, false when they left it. */
  ask: (kind: StepUpKind) => Promise<boolean>
}

export const StepUpContext = createContext<StepUp | null>(null)

/** `email` = whose session it is: prefilled when it has ended. */
export interface StepUpProviderProps extends Omit<StepUpDialogProps, 'kind' | 'words' | 'onLeave'> {
  children: ReactNode
}

/** Around every page at a property: nothing typed is lost when a password is asked for in between. */
export function StepUpProvider({ children, ...person }: StepUpProviderProps) {
  const [kind, setKind] = useState<StepUpKind | null>(null)
  const settle = useRef<((proved: boolean) => void) | null>(null)
  const words = useRefusalWords()
  useSessionKeeper()

  const ask = useCallback((wanted: StepUpKind) => {
    // A second question while one is open: the first is given up.
    settle.current?.(false)
    return new Promise<boolean>((resolve) => {
      settle.current = resolve
      setKind(wanted)
    })
  }, [])
  const leave = useCallback((proved: boolean) => {
    setKind(null)
    settle.current?.(proved)
    settle.current = null
  }, [])

  const stepUp = useMemo(() => ({ ask }), [ask])
  return (
    <StepUpContext value={stepUp}>
      {children}
      {kind && <StepUpDialog {...person} kind={kind} words={words} onLeave={leave} />}
    </StepUpContext>
  )
}
