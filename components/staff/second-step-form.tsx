'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { TextField } from '@/components/ui/text-field'

export interface SecondStepFormProps {
  /** Where one wanted to go; a path of ours. */
  to: string | null
  /** The account has an authenticator app; else only recovery codes are typed. */
  totp: boolean
}

/** What follows a right password; plain like the first form, so that it works without script. */
export function SecondStepForm({ to, totp }: SecondStepFormProps) {
  const t = useTranslations('signIn.secondStep')
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
        label={t('code')}
        hint={t(totp ? 'codeHint' : 'codeHintPasskey')}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        inputClassName="font-mono"
      />
      <Button type="submit" tone="primary" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  )
}
