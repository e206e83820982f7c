'use client'

import { useTranslations } from 'next-intl'
import { writeKeysAddress } from '@/components/keys/keys-address'
import { KeysTable } from '@/components/keys/keys-table'
import { UnknownCodes } from '@/components/keys/unknown-codes'
import { SectionCard } from '@/components/ui/section-card'
import { TextLink } from '@/components/ui/text-link'
import type { KeyRow } from '@/lib/front-desk/contract'
import type { Instant } from '@/lib/time/clock'

export interface LockKeysProps {
  slug: string
  zone: string
  label: string
  rows: readonly KeyRow[]
  now: Instant
}

/** What opens this door now or later; possible unknown codes apart and first (I4). */
export function LockKeys({ slug, zone, label, rows, now }: LockKeysProps) {
  const t = useTranslations('locks.keys')
  const unknown = rows.filter(({ state }) => state === 'no-answer')
  const known = rows.filter(({ state }) => state !== 'no-answer')
  return (
    <>
      <UnknownCodes slug={slug} zone={zone} rows={unknown} now={now} />
      <SectionCard
        title={t('title')}
        aside={known.length > 0 && known.length}
        actions={<TextLink href={`/${slug}/keys?${writeKeysAddress({ text: label })}`}>{t('all')}</TextLink>}
        flush
      >
        <KeysTable
          slug={slug}
          zone={zone}
          rows={known}
          now={now}
          label={t('title')}
          empty={<p className="p-4 text-soft">{t('empty')}</p>}
        />
      </SectionCard>
    </>
  )
}
