'use client'

import { changeCallback } from '@/app/_actions/connection'
import { CallbackForm } from '@/components/connections/callback-form'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import type { CallbackView } from '@/lib/connections/contract'

interface CallbackScreenProps {
  callback: CallbackView
  slug: string
  mayEdit: boolean
}

export function CallbackScreen({ callback, slug, mayEdit }: CallbackScreenProps) {
  const words = useRefusalWords()
  const stepUp = useStepUp()
  return (
    <CallbackForm
      callback={callback}
      readOnly={!mayEdit}
      save={(sent) => stepUp(() => changeCallback(slug, sent))}
      words={words}
    />
  )
}
