'use client'

import { useMemo } from 'react'
import { useStepUp } from '@/components/shell/use-step-up'
import type { FactorActions } from '@/components/staff/factor-actions'
import {
  addPasskey,
  askNewPasskey,
  confirmTotp,
  draftTotp,
  makeRecoveryCodes,
  removePasskey,
  removeTotp,
} from './_actions/factor'

/** The actions about one's own second factor, each asking for *signed in again* where it is needed. */
export function useFactorActions(): FactorActions {
  const stepUp = useStepUp()
  return useMemo(
    () => ({
      draftTotp: () => stepUp(draftTotp),
      confirmTotp: (input) => stepUp(() => confirmTotp(input)),
      removeTotp: () => stepUp(removeTotp),
      makeRecoveryCodes: () => stepUp(makeRecoveryCodes),
      askNewPasskey: () => stepUp(askNewPasskey),
      addPasskey: (input) => stepUp(() => addPasskey(input)),
      removePasskey: (id) => stepUp(() => removePasskey(id)),
    }),
    [stepUp],
  )
}
