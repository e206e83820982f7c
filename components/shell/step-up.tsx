'use client'

import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react'
import type { StepUpDialogProps, StepUpKind } from '@/components/staff/step-up-dialog'
import { whenOpened } from '@/components/ui/when-opened'
import { ScreenLockContext, type ScreenLockProps, ScreenLockProvider } from './screen-lock'
import { useRefusalWords } from './use-refusal-words'

const StepUpDialog = whenOpened(() => import('@/components/staff/step-up-dialog').then((module) => module.StepUpDialog))

/** `withoutPin` = a PIN does not prove enough for it. */
export interface StepUpAsked {
  withoutPin: boolean
}

export interface StepUp {
  /** Asks; true once the person has proved who they are, false when they left it. */
  ask: (kind: StepUpKind, asked?: StepUpAsked) => Promise<boolean>
}

export const StepUpContext = createContext<StepUp | null>(null)

/** `person` = whose session it is. */
export interface StepUpProviderProps
  extends Omit<StepUpDialogProps, 'kind' | 'withoutPin' | 'email' | 'words' | 'onLeave' | 'onSignedIn'>,
    ScreenLockProps {}

/** Around every page at a property: nothing typed is lost when a password is asked for in between. */
export function StepUpProvider({ children, factors, ...screen }: StepUpProviderProps) {
  const [open, setOpen] = useState<{ kind: StepUpKind; withoutPin: boolean } | null>(null)
  const settle = useRef<((proved: boolean) => void) | null>(null)
  const words = useRefusalWords()

  const ask = useCallback((kind: StepUpKind, asked: StepUpAsked = { withoutPin: false }) => {
    // A second question while one is open: the first is given up.
    settle.current?.(false)
    return new Promise<boolean>((resolve) => {
      settle.current = resolve
      setOpen({ kind, ...asked })
    })
  }, [])
  const leave = useCallback((proved: boolean) => {
    setOpen(null)
    settle.current?.(proved)
    settle.current = null
  }, [])

  const stepUp = useMemo(() => ({ ask }), [ask])
  return (
    <StepUpContext value={stepUp}>
      <ScreenLockProvider {...screen}>
        {children}
        {open && <AskedStepUp {...screen} {...open} factors={factors} words={words} onLeave={leave} />}
      </ScreenLockProvider>
    </StepUpContext>
  )
}

type AskedProps = Omit<StepUpDialogProps, 'email' | 'onSignedIn'> & Pick<ScreenLockProps, 'person'>

function AskedStepUp({ person, ...asked }: AskedProps) {
  const screen = useContext(ScreenLockContext)
  return (
    <StepUpDialog
      {...asked}
      email={person.email}
      onSignedIn={(personId) => {
        if (personId === person.personId) return asked.onLeave(true)
        asked.onLeave(false)
        screen?.switched()
      }}
    />
  )
}
