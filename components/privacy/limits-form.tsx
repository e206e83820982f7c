'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { type PrivacyLimits, privacyBounds, privacyLimitNames } from '@/lib/privacy/contract'

export interface LimitsFormProps {
  limits: PrivacyLimits
  readOnly: boolean
  save: (limits: PrivacyLimits) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onSaved: () => void
}

/** How long the property keeps what; each with its bounds and what it covers. */
export function LimitsForm({ limits, readOnly, save, words, onSaved }: LimitsFormProps) {
  const t = useTranslations('privacy.limits')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const wanted = { ...limits }
    for (const name of privacyLimitNames) {
      const text = String(form.get(name) ?? '')
      // An empty number is no number: the server says so beside the field.
      wanted[name] = text === '' ? Number.NaN : Number(text)
    }
    setBusy(true)
    const done = await save(wanted).catch(() => null)
    setBusy(false)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (done?.ok) return onSaved()
    setAttempt(attempt + 1)
  }

  return (
    <SectionCard title={t('title')}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormErrors attempt={attempt} fieldCount={told?.fieldCount ?? 0} title={told?.title}>
          {told?.next}
        </FormErrors>
        {readOnly && <p className="text-soft">{t('readOnly')}</p>}
        {privacyLimitNames.map((name) => (
          <TextField
            key={name}
            name={name}
            type="number"
            inputMode="numeric"
            required
            {...privacyBounds[name]}
            inputClassName="max-w-36"
            label={t(name)}
            hint={`${t(`${name}Hint`)} ${t('bounds', privacyBounds[name])}`}
            defaultValue={String(limits[name])}
            error={told?.field(name)}
            readOnly={readOnly}
          />
        ))}
        <p className="text-sm text-soft">{t('keys')}</p>
        {!readOnly && (
          <Button type="submit" tone="primary" busy={busy} className="self-start">
            {t('save')}
          </Button>
        )}
      </form>
    </SectionCard>
  )
}
