'use client'

import { changePassword } from '@/app/_actions/session'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { NewPasswordForm } from '@/components/staff/new-password-form'

export function NewPasswordScreen({ email }: { email: string }) {
  const words = useRefusalWords()
  const onDone = () => window.location.assign('/')
  return <NewPasswordForm email={email} oneTime changePassword={changePassword} words={words} onDone={onDone} />
}
