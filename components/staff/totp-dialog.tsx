'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import { Qr } from '@/components/ui/qr'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { AddedFactor, DrawnTotp } from './factor-actions'

export interface TotpDialogProps {
  made: DrawnTotp
  confirm: (input: { draft: string; code: string }) => Promise<ActionResult<AddedFactor>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onDone: (added: AddedFactor) => void
  onClose: () => void
}

/** The secret as drawing and text, and the first code that proves the app took it. */
export function TotpDialog({ made, confirm, words, onDone, onClose }: TotpDialogProps) {
  const t = useTranslations('staff.factor.app')
  const id = useId()
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code') ?? '')
    setBusy(true)
    const done = await confirm({ draft: made.draft, code }).catch(() => null)
    if (done?.ok) return onDone(done.data)
    setBusy(false)
    setRefusal(done ? done.error : { code: 'unexpected', requestId: '' })
    setAttempt(attempt + 1)
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      footer={
        <>
          <Button onClick={onClose}>{t('leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={busy}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={send} noValidate className="flex flex-col gap-4">
        <FormErrors attempt={attempt} title={told?.title}>
          {told?.next}
        </FormErrors>
        <p>{t('scan')}</p>
        <div className="flex flex-wrap items-start gap-4">
          <Qr {...made.drawn} label={t('qr')} />
          <dl className="min-w-0 flex-1 basis-48">
            <dt className="text-soft">{t('secret')}</dt>
            <dd className="font-mono break-words select-all" data-totp-secret>
              {made.secret}
            </dd>
          </dl>
        </div>
        <TextField
          data-autofocus
          label={t('code')}
          hint={t('codeHint')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          inputClassName="max-w-48 font-mono"
          error={told?.field('code')}
        />
      </form>
    </Dialog>
  )
}
