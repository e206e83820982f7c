'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { postSignIn } from './use-sign-in'

/** `again` = the password, for R; `signed-out` = the session ended while something was being done. */
export type StepUpKind = 'again' | 'signed-out'

export interface StepUpDialogProps {
  kind: StepUpKind
  email: string
  signInAgain: (password: string) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onLeave: (proved: boolean) => void
}

/** Asks for the password in place; what stood on the page stays. */
export function StepUpDialog({ kind, email, signInAgain, words, onLeave }: StepUpDialogProps) {
  const t = useTranslations('shell.stepUp')
  const id = useId()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  async function prove(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const password = String(form.get('password') ?? '')
    setBusy(true)
    const refused = await ask(String(form.get('email') ?? email), password).catch(() => noAnswer)
    setBusy(false)
    if (!refused) return onLeave(true)
    setRefusal(refused)
    setAttempt(attempt + 1)
  }

  async function ask(asked: string, password: string): Promise<Refusal | null> {
    if (kind === 'signed-out') return postSignIn(asked, password)
    const done = await signInAgain(password)
    return done.ok ? null : done.error
  }

  return (
    <Dialog
      open
      size="small"
      onClose={() => onLeave(false)}
      title={t(`${kind}.title`)}
      description={t(`${kind}.description`)}
      footer={
        <>
          <Button onClick={() => onLeave(false)}>{t('leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={busy}>
            {t(`${kind}.submit`)}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={prove} className="flex flex-col gap-4">
        <FormErrors attempt={attempt} title={told?.fieldCount === 0 && told.title}>
          {told?.next}
        </FormErrors>
        <TextField
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={email}
          readOnly={kind === 'again'}
        />
        <TextField
          data-autofocus
          label={t('password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={told?.field('password')}
        />
      </form>
    </Dialog>
  )
}

/** The request itself failed; the words are those of an unexpected error. */
const noAnswer: Refusal = { code: 'unexpected', requestId: '' }
