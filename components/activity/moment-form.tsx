'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { TextField } from '@/components/ui/text-field'
import { DayField } from './day-field'

export interface MomentFormProps {
  /** The page at the present moment. */
  path: string
  fields: { on: string; time: string }
  faults: { on?: string | undefined; time?: string | undefined }
  today: string
}

/** A moment of the past; works as a plain form, everything asked for stands in the address. */
export function MomentForm({ path, fields, faults, today }: MomentFormProps) {
  const t = useTranslations('activity.openers')
  return (
    <form
      key={`${fields.on} ${fields.time}`}
      action={path}
      aria-label={t('moment')}
      className="no-print mb-4 flex flex-wrap items-start gap-3 rounded-lg border border-line bg-surface p-3"
    >
      <DayField name="on" label={t('day')} day={fields.on} error={faults.on} today={today} />
      <TextField
        name="time"
        label={t('time')}
        defaultValue={fields.time}
        error={faults.time}
        autoComplete="off"
        className="w-24"
      />
      <div className="flex gap-2 self-end">
        <Button type="submit" tone="primary">
          {t('show')}
        </Button>
        <LinkButton href={path}>{t('now')}</LinkButton>
      </div>
    </form>
  )
}
