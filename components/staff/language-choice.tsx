'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { Select } from '@/components/ui/select'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import { type Language, languages } from '@/lib/staff/contract'
import { isLanguage } from '@/lib/staff/rules'

export interface LanguageChoiceProps {
  language: Language | null
  change: (language: Language | null) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onChanged: () => void
}

export function LanguageChoice({ language, change, words, onChanged }: LanguageChoiceProps) {
  const t = useTranslations('staff.me')
  const shell = useTranslations('shell.languages')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const told = words(refusal)

  async function choose(value: string) {
    const done = await change(isLanguage(value) ? value : null).catch(() => null)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (done?.ok) onChanged()
  }

  return (
    <Select
      label={t('language')}
      labelHidden
      className="max-w-64"
      defaultValue={language ?? ''}
      placeholder={t('languageAuto')}
      options={languages.map((choice) => ({ value: choice, label: shell(choice) }))}
      onChange={(event) => choose(event.target.value)}
      error={told ? `${told.title} ${told.next}` : undefined}
    />
  )
}
