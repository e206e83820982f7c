'use client'

import { useTranslations } from 'next-intl'
import { Select } from '@/components/ui/select'
import { TextField } from '@/components/ui/text-field'
import { isBuiltInReason, otherReason } from '@/lib/properties/contract'

export interface ReasonFieldsProps {
  reasons: readonly string[]
  value: { reason: string; note: string }
  onChange: (value: { reason: string; note: string }) => void
  error?: string | undefined
  noteError?: string | undefined
  hint?: string
}

/** A reason from the property's list; only *Other* is typed out (rule 9). */
export function ReasonFields({ reasons, value, onChange, error, noteError, hint }: ReasonFieldsProps) {
  const t = useTranslations()
  return (
    <>
      <Select
        label={t('instructions.reason.label')}
        hint={hint}
        placeholder={t('instructions.reason.pick')}
        options={reasons.map((reason) => ({
          value: reason,
          label: isBuiltInReason(reason) ? t(`reasons.${reason}`) : reason,
        }))}
        value={value.reason}
        onChange={(event) => onChange({ ...value, reason: event.target.value })}
        error={error}
      />
      {value.reason === otherReason && (
        <TextField
          label={t('instructions.reason.note')}
          value={value.note}
          maxLength={500}
          onChange={(event) => onChange({ ...value, note: event.target.value })}
          error={noteError}
        />
      )}
    </>
  )
}
