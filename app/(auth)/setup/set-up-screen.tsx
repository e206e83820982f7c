'use client'

import { setUp } from '@/app/_actions/setup'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { SetUpForm, type SetUpFormProps } from '@/components/staff/set-up-form'

export function SetUpScreen(props: Pick<SetUpFormProps, 'timeZones' | 'propertyName' | 'timeZone'>) {
  const words = useRefusalWords()
  // A whole new page: from here on one is somebody.
  return <SetUpForm {...props} setUp={setUp} words={words} onDone={(slug) => window.location.assign(`/${slug}`)} />
}
