'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'
import { PasswordField } from './password-field'

export interface SignInFormProps {
  /** Where one wanted to go; a path of ours. */
  to: string | null
  /** What was typed before a refusal. */
  email: string
}

/** A plain form that also works before script has loaded, and without any: the answer is a page. */
export function SignInForm({ to, email }: SignInFormProps) {
  const t = useTranslations('signIn')
  const [busy, setBusy] = useState(false)
  return (
    <form
      method="post"
      action="/api/auth/callback/credentials"
      onSubmit={() => setBusy(true)}
      className="flex flex-col gap-4"
    >
      {to && <input type="hidden" name="to" value={to} />}
      <TextField
        label={t('email')}
        name="email"
        type="email"
        autoComplete="username"
        autoFocus={email === ''}
        required
        defaultValue={email}
      />
      <PasswordField
        label={t('password.label')}
        name="password"
        autoComplete="current-password"
        autoFocus={email !== ''}
        required
      />
      <Button type="submit" tone="primary" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  )
}
