'use client'

import { askPasskeyAgain, askPasskeyToSignIn } from '@/app/_actions/factor'
import { signInAgain } from '@/app/_actions/session'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { UnlockPanel, type UnlockPanelProps } from '@/components/staff/unlock-panel'

/** `to` = a path of ours: the page that was asked for. */
export function LockedScreen({ person, to }: Pick<UnlockPanelProps, 'person'> & { to: string }) {
  const words = useRefusalWords()
  return (
    <UnlockPanel
      person={person}
      signInAgain={signInAgain}
      askPasskey={askPasskeyAgain}
      askPasskeyToSignIn={askPasskeyToSignIn}
      words={words}
      onUnlocked={() => window.location.replace(to)}
      onSwitched={(first) => window.location.replace(first === '/' ? to : first)}
    />
  )
}
