'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { FormErrors } from '@/components/ui/form-errors'
import type { RefusalWords } from '@/components/ui/refusal-words'
import { SectionCard } from '@/components/ui/section-card'
import { Select } from '@/components/ui/select'
import { TextField } from '@/components/ui/text-field'
import { TimeField } from '@/components/ui/time-field'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { PropertySettings } from '@/lib/properties/contract'
import { codeMarginLimits, idleLockLimits, walkInLeadLimits } from '@/lib/properties/contract'

export interface PropertyFormProps {
  property: PropertySettings & { slug: string }
  timeZones: readonly string[]
  readOnly: boolean
  save: (settings: PropertySettings) => Promise<ActionResult<unknown>>
  words: (refusal: Refusal | null) => RefusalWords | null
  onSaved: () => void
}

/** Name, zone, times and margins of the house rules. */
export function PropertyForm({ property, timeZones, readOnly, save, words, onSaved }: PropertyFormProps) {
  const t = useTranslations('settings')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const told = words(refusal)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: keyof PropertySettings) => String(form.get(name) ?? '')
    // An empty number is no number: the server says so beside the field.
    const number = (name: keyof PropertySettings) => (text(name) === '' ? Number.NaN : Number(text(name)))
    setBusy(true)
    const done = await save({
      name: text('name'),
      timeZone: text('timeZone'),
      arrivalTime: text('arrivalTime'),
      departureTime: text('departureTime'),
      hotelDayEndsAt: text('hotelDayEndsAt'),
      codeMarginMinutes: number('codeMarginMinutes'),
      walkInLeadMinutes: number('walkInLeadMinutes'),
      mobileKeysOn: form.get('mobileKeysOn') === 'on',
      housekeepingUnlocks: form.get('housekeepingUnlocks') === 'on',
      headsMailTo: text('headsMailTo'),
      idleLockMinutes: number('idleLockMinutes'),
    }).catch(() => null)
    setBusy(false)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (done?.ok) return onSaved()
    setAttempt(attempt + 1)
  }

  const field = (name: keyof PropertySettings) => ({
    name,
    label: t(`property.${name}`),
    defaultValue: String(property[name]),
    error: told?.field(name),
    readOnly,
  })
  const minutes = { type: 'number', inputMode: 'numeric', required: true, inputClassName: 'max-w-36' } as const
  const zones = timeZones.includes(property.timeZone) ? timeZones : [property.timeZone, ...timeZones]
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <FormErrors attempt={attempt} fieldCount={told?.fieldCount ?? 0} title={told?.title}>
        {told?.next}
      </FormErrors>
      <SectionCard title={t('property.place')}>
        <div className="flex flex-col gap-4">
          <TextField {...field('name')} autoComplete="off" />
          <TextField label={t('property.slug')} hint={t('property.slugHint')} value={`/${property.slug}`} readOnly />
          <Select
            name="timeZone"
            label={t('property.timeZone')}
            hint={t('property.timeZoneHint')}
            defaultValue={property.timeZone}
            disabled={readOnly}
            error={told?.field('timeZone')}
            options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          />
        </div>
      </SectionCard>
      <SectionCard title={t('property.times')}>
        <div className="grid items-end gap-4 sm:grid-cols-3">
          <TimeField {...field('arrivalTime')} required />
          <TimeField {...field('departureTime')} required />
          <TimeField {...field('hotelDayEndsAt')} required />
        </div>
        <p className="mt-2 text-sm text-soft">{t('property.hotelDayHint')}</p>
      </SectionCard>
      <SectionCard title={t('property.codes')}>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <TextField
            {...field('codeMarginMinutes')}
            {...minutes}
            {...codeMarginLimits}
            hint={t('property.codeMarginHint')}
          />
          <TextField
            {...field('walkInLeadMinutes')}
            {...minutes}
            {...walkInLeadLimits}
            hint={t('property.walkInLeadHint')}
          />
        </div>
      </SectionCard>
      <SectionCard title={t('property.doors')}>
        <div className="flex flex-col gap-4">
          <Checkbox
            name="mobileKeysOn"
            label={t('property.mobileKeysOn')}
            hint={t('property.mobileKeysHint')}
            defaultChecked={property.mobileKeysOn}
            disabled={readOnly}
          />
          <Checkbox
            name="housekeepingUnlocks"
            label={t('property.housekeepingUnlocks')}
            hint={t('property.housekeepingHint')}
            defaultChecked={property.housekeepingUnlocks}
            disabled={readOnly}
          />
        </div>
      </SectionCard>
      <SectionCard title={t('property.mail')}>
        <TextField {...field('headsMailTo')} hint={t('property.headsMailHint')} autoComplete="off" />
      </SectionCard>
      <SectionCard title={t('property.screen')}>
        <TextField {...field('idleLockMinutes')} {...minutes} {...idleLockLimits} hint={t('property.idleLockHint')} />
      </SectionCard>
      {!readOnly && (
        <Button type="submit" tone="primary" busy={busy} className="self-start">
          {t('save')}
        </Button>
      )}
    </form>
  )
}
