'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { Select, type SelectOption } from '@/components/ui/select'
import { TextField } from '@/components/ui/text-field'
import { useKeptFocus } from '@/components/ui/use-kept-focus'
import { type ActivityFields, auditGroups } from '@/lib/audit/contract'
import { DayField } from './day-field'

export interface ActivityFiltersProps {
  /** The page without a filter. */
  path: string
  fields: ActivityFields
  faults: { from?: string | undefined; until?: string | undefined }
  /** People and other actors to choose from; without any there is nobody but oneself. */
  who: readonly SelectOption[]
  narrowed: boolean
  /** In the property, `YYYY-MM-DD`. */
  today: string
}

/** Works as a plain form too: everything asked for stands in the address. */
export function ActivityFilters({ path, fields, faults, who, narrowed, today }: ActivityFiltersProps) {
  const t = useTranslations('activity')
  const router = useRouter()
  const [busy, startTransition] = useTransition()
  const { place, acted } = useKeptFocus<HTMLButtonElement>()

  function show(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const asked = [...new FormData(event.currentTarget)].flatMap(([name, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
    )
    acted()
    startTransition(() => router.push(asked.length > 0 ? `${path}?${new URLSearchParams(asked)}` : path))
  }

  return (
    <form
      // A filter that was taken away by a link empties the fields too.
      key={JSON.stringify(fields)}
      action={path}
      onSubmit={show}
      aria-label={t('filter.title')}
      className="no-print mb-4 grid grid-cols-2 items-start gap-3 rounded-lg border border-line bg-surface p-3 sm:grid-cols-3 lg:flex lg:flex-wrap"
    >
      {who.length > 0 && (
        <Select
          name="who"
          label={t('filter.who')}
          defaultValue={fields.who}
          options={[{ value: '', label: t('filter.anybody') }, ...who]}
          className="lg:w-44"
        />
      )}
      <Select
        name="group"
        label={t('filter.group')}
        defaultValue={fields.group}
        options={[
          { value: '', label: t('filter.anything') },
          ...auditGroups.map((group) => ({ value: group, label: t(`groups.${group}`) })),
        ]}
        className="lg:w-60"
      />
      <TextField
        name="door"
        label={t('filter.door')}
        defaultValue={fields.door}
        title={t('filter.doorHint')}
        autoComplete="off"
        className="lg:w-32"
      />
      <DayField name="from" label={t('filter.from')} day={fields.from} error={faults.from} {...{ today }} />
      <DayField name="until" label={t('filter.until')} day={fields.until} error={faults.until} {...{ today }} />
      <div className="flex flex-wrap gap-2 max-lg:col-span-full lg:pt-6">
        <Button ref={place} type="submit" tone="primary" icon="filter" busy={busy}>
          {t('filter.show')}
        </Button>
        {narrowed && <LinkButton href={path}>{t('filter.clear')}</LinkButton>}
      </div>
    </form>
  )
}
