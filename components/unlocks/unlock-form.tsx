'use client'

import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { RadioGroup } from '@/components/ui/radio-group'
import { Select } from '@/components/ui/select'
import { TextField } from '@/components/ui/text-field'
import { isBuiltInReason, otherReason } from '@/lib/properties/contract'

export interface UnlockValues {
  reason: string
  reasonNote: string
  identityChecked: boolean
}

export type UnlockFaults = Partial<Record<keyof UnlockValues, string>>

interface UnlockFormProps {
  id: string
  reasons: readonly string[]
  /** A room, not a common door: somebody's identity stands behind the press. */
  asksIdentity: boolean
  values: UnlockValues
  faults: UnlockFaults
  onChange: (values: UnlockValues) => void
  onSubmit: () => void
}

/** More of them are a list to pick from. */
const radiosAtMost = 10

/** Why, and whether the identity was checked (rule 9). */
export function UnlockForm({ id, reasons, asksIdentity, values, faults, onChange, onSubmit }: UnlockFormProps) {
  const t = useTranslations('unlocks')
  const words = useTranslations('reasons')
  const options = reasons.map((reason) => ({
    value: reason,
    label: isBuiltInReason(reason) ? words(reason) : reason,
  }))
  const setReason = (reason: string) => onChange({ ...values, reason })

  function submit(event: FormEvent): void {
    event.preventDefault()
    onSubmit()
  }

  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {options.length > radiosAtMost ? (
        <Select
          label={t('reason.label')}
          placeholder={t('reason.pick')}
          options={options}
          value={values.reason}
          error={faults.reason}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : (
        <RadioGroup
          legend={t('reason.label')}
          name={`${id}-reason`}
          options={options}
          value={values.reason}
          error={faults.reason}
          onValueChange={setReason}
          className="sm:grid sm:grid-cols-2"
        />
      )}
      {values.reason === otherReason && (
        <TextField
          label={t('reason.note')}
          hint={t('reason.noteHint')}
          value={values.reasonNote}
          maxLength={500}
          error={faults.reasonNote}
          onChange={(event) => onChange({ ...values, reasonNote: event.target.value })}
        />
      )}
      {asksIdentity && (
        <Checkbox
          label={t('identity.label')}
          checked={values.identityChecked}
          error={faults.identityChecked}
          onChange={(event) => onChange({ ...values, identityChecked: event.target.checked })}
        />
      )}
    </form>
  )
}
