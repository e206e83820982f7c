'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Select } from '@/components/ui/select'
import { TextField } from '@/components/ui/text-field'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { PasswordField } from './password-field'

export interface SetUpValues {
  code: string
  name: string
  email: string
  password: string
  propertyName: string
  timeZone: string
  alsoRunsDesk: boolean
}

export interface SetUpFormProps {
  timeZones: readonly string[]
  propertyName: string
  timeZone: string
  setUp: (values: SetUpValues) => Promise<ActionResult<{ slug: string }>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onDone: (slug: string) => void
}

/** The first account and its hotel, asked once. */
export function SetUpForm({ timeZones, propertyName, timeZone, setUp, words, onDone }: SetUpFormProps) {
  const t = useTranslations('signIn.setUp')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const zone = useRef<HTMLSelectElement>(null)
  const told = words(refusal)

  useEffect(() => {
    // The hotel is most likely where this browser is; what was picked by hand stays.
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (timeZone === '' && zone.current && zone.current.value === '' && timeZones.includes(own))
      zone.current.value = own
  }, [timeZone, timeZones])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    setBusy(true)
    const done = await setUp({
      code: text('code'),
      name: text('name'),
      email: text('email'),
      password: text('password'),
      propertyName: text('propertyName'),
      timeZone: text('timeZone'),
      alsoRunsDesk: form.get('alsoRunsDesk') === 'on',
    }).catch(() => null)
    if (done?.ok) return onDone(done.data.slug)
    setBusy(false)
    setRefusal(done ? done.error : { code: 'unexpected', requestId: '' })
    setAttempt(attempt + 1)
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <FormErrors attempt={attempt} title={told?.title}>
        {told?.next}
      </FormErrors>
      <TextField
        label={t('code')}
        hint={t('codeHint')}
        name="code"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        inputClassName="font-mono"
        error={told?.field('code')}
      />
      <TextField label={t('name')} name="name" autoComplete="name" error={told?.field('name')} />
      <TextField label={t('email')} name="email" type="email" autoComplete="username" error={told?.field('email')} />
      <PasswordField
        label={t('password')}
        hint={t('passwordHint')}
        name="password"
        autoComplete="new-password"
        error={told?.field('password')}
      />
      <TextField
        label={t('propertyName')}
        name="propertyName"
        autoComplete="organization"
        defaultValue={propertyName}
        error={told?.field('propertyName')}
      />
      <ZoneSelect
        ref={zone}
        label={t('timeZone')}
        placeholder={t('timeZonePick')}
        timeZones={timeZones}
        defaultValue={timeZone}
        error={told?.field('timeZone')}
      />
      <Checkbox label={t('alsoRunsDesk')} hint={t('alsoRunsDeskHint')} name="alsoRunsDesk" />
      <Button type="submit" tone="primary" busy={busy}>
        {t('submit')}
      </Button>
    </form>
  )
}

interface ZoneSelectProps {
  ref: React.Ref<HTMLSelectElement>
  label: string
  placeholder: string
  timeZones: readonly string[]
  defaultValue: string
  error: string | undefined
}

function ZoneSelect({ timeZones, ...select }: ZoneSelectProps) {
  const options = timeZones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
  return <Select {...select} name="timeZone" options={options} />
}
