'use client'

import { askPasskeyToSignIn } from '@/app/_actions/factor'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { PasskeySignIn } from '@/components/staff/passkey-sign-in'

export function PasskeyScreen({ second, to }: { second: boolean; to: string | null }) {
  return <PasskeySignIn second={second} to={to} ask={askPasskeyToSignIn} words={useRefusalWords()} />
}
