'use client'

import { useMemo } from 'react'
import { dismissInstruction } from '@/app/_actions/instruction'
import {
  cancelPasscode,
  closeUnaccountedCode,
  handOutUnfitPasscode,
  lookAtDoor,
  noteUnaccountedCode,
  replacePasscode,
  setUpPasscode,
  showPasscode,
} from '@/app/_actions/passcode'
import type { PasscodeActions } from '@/components/passcodes/passcode-contract'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'

/** The writes about codes for the islands of a page: each asks for the password where its verb wants one. */
export function usePasscodeActions(slug: string): PasscodeActions {
  const stepUp = useStepUp()
  const words = useRefusalWords()
  return useMemo(
    () => ({
      setUp: (asked) => stepUp(() => setUpPasscode(slug, asked)),
      replace: (asked) => stepUp(() => replacePasscode(slug, asked)),
      cancel: (asked) => stepUp(() => cancelPasscode(slug, asked)),
      show: (asked) => stepUp(() => showPasscode(slug, asked)),
      handOutUnfit: (asked) => stepUp(() => handOutUnfitPasscode(slug, asked)),
      close: (asked) => stepUp(() => closeUnaccountedCode(slug, asked)),
      noteCase: (asked) => stepUp(() => noteUnaccountedCode(slug, asked)),
      dismiss: (id) => stepUp(() => dismissInstruction(slug, id)),
      look: (lockId) => stepUp(() => lookAtDoor(slug, lockId)),
      words,
    }),
    [slug, stepUp, words],
  )
}
