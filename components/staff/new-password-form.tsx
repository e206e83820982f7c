'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { PasswordField } from './password-field'

export interface NewPasswordFormProps {
  email: string
  /** The one to be replaced was handed out by an administrator. */
  oneTime?: boolean
  /** Beside one a shorter password will do. */
  secondFactor?: boolean
  changePassword: (input: { password: string; newPassword: string }) => Promise<ActionResult<{ sessionsEnded: number }>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onDone: (sessionsEnded: number) => void
}

/** One's own password, replaced. The browser's password keeper finds the account by the hidden name. */
export function NewPasswordForm({ email, oneTime, secondFactor, changePassword, words, onDone }: NewPasswordFormProps) {
  const t = useTranslations('signIn.newPassword')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const form = new FormData(element)
    const text = (name: string) => String(form.get(name) ?? '')
    setBusy(true)
    const done = await changePassword({ password: text('password'), newPassword: text('newPassword') }).catch(
      () => null,
    )
    setBusy(false)
    if (done?.ok) {
      element.reset()
      setRefusal(null)
      return onDone(done.data.sessionsEnded)
    }
    setRefusal(done ? done.error : { code: 'unexpected', requestId: '' })
    setAttempt(attempt + 1)
  }

  return (
    <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
      <FormErrors attempt={attempt} title={told?.title}>
        {told?.next}
      </FormErrors>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        label={t(oneTime ? 'oneTime' : 'current')}
        name="password"
        autoComplete="current-password"
        error={told?.field('password')}
      />
      <PasswordField
        label={t('new')}
        hint={t(secondFactor ? 'hintBeside' : 'hint')}
        name="newPassword"
        autoComplete="new-password"
        error={told?.field('newPassword')}
      />
      <Button type="submit" tone="primary" busy={busy} className="self-start">
        {t('submit')}
      </Button>
    </form>
  )
}
