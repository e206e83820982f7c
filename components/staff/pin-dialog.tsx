'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult, Refusal } from '@/lib/errors/contract'

interface PinDialogProps {
  setPin: (pin: string) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onDone: () => void
  onClose: () => void
}

const digits = {
  type: 'password',
  inputMode: 'numeric',
  autoComplete: 'off',
  maxLength: 6,
  required: true,
  inputClassName: 'max-w-40 font-mono',
} as const

/** Six digits, typed twice since they are not seen. */
export function PinDialog({ setPin, words, onDone, onClose }: PinDialogProps) {
  const t = useTranslations('staff.pin')
  const faults = useTranslations('faults')
  const id = useId()
  const [refusal, setRefusal] = useState<Refusal | 'differ' | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told: RefusalWords | null = refusal === 'differ' ? null : words(refusal)

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [pin, repeat] = [String(form.get('pin') ?? ''), String(form.get('repeat') ?? '')]
    setAttempt(attempt + 1)
    if (pin !== repeat) return setRefusal('differ')
    setBusy(true)
    const done = await setPin(pin).catch(() => null)
    if (done?.ok) return onDone()
    setBusy(false)
    setRefusal(done ? done.error : { code: 'unexpected', requestId: '' })
  }

  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t('new')}
      footer={
        <>
          <Button onClick={onClose}>{t('leave')}</Button>
          <Button type="submit" form={id} tone="primary" busy={busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={send} noValidate className="flex flex-col gap-4">
        <FormErrors attempt={attempt} title={told?.fieldCount === 0 && told.title}>
          {told?.next}
        </FormErrors>
        <TextField
          {...digits}
          data-autofocus
          name="pin"
          label={t('new')}
          hint={t('newHint')}
          error={told?.field('pin')}
        />
        <TextField
          {...digits}
          name="repeat"
          label={t('repeat')}
          error={refusal === 'differ' ? faults('pins-differ') : undefined}
        />
      </form>
    </Dialog>
  )
}
