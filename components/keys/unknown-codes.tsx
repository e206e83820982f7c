'use client'

import { useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import type { KeyRow } from '@/lib/front-desk/contract'
import type { Instant } from '@/lib/time/clock'
import { KeysTable } from './keys-table'

/** Possible unknown codes (I4), on top of all others: somebody must look at each. */
export function UnknownCodes(props: { slug: string; zone: string; rows: readonly KeyRow[]; now: Instant }) {
  const t = useTranslations('keys.unknown')
  if (props.rows.length === 0) return null
  return (
    <section aria-label={t('title')} className="flex flex-col gap-2 pb-6">
      <Banner tone="attention" title={t('count', { n: props.rows.length })}>
        {t('text')}
      </Banner>
      <KeysTable {...props} label={t('title')} />
    </section>
  )
}
