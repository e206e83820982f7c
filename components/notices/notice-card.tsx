'use client'

import { useLocale, useTranslations } from 'next-intl'
import { SectionCard } from '@/components/ui/section-card'
import { TextLink } from '@/components/ui/text-link'
import type { NoticeView } from '@/lib/notices/contract'
import type { Instant } from '@/lib/time/clock'
import { sayTimeToday } from '@/lib/time/say-moment'
import { sayNotice } from './say-notice'
import { type MarkSeen, SeenButton } from './seen-button'

export interface NoticeCardProps {
  slug: string
  notices: readonly NoticeView[]
  zone: string
  now: Instant
  markSeen: MarkSeen
  onSeen: () => void
}

/** What a manager has not marked yet, on the Desk; nothing while there is nothing. */
export function NoticeCard({ slug, notices, zone, now, markSeen, onSeen }: NoticeCardProps) {
  const t = useTranslations()
  const locale = useLocale()
  if (notices.length === 0) return null
  return (
    <SectionCard
      title={t('notices.title')}
      actions={<TextLink href={`/${slug}/notices`}>{t('notices.all')}</TextLink>}
      flush
    >
      <ul className="divide-y divide-line">
        {notices.map((notice) => (
          <li key={notice.id} data-notice={notice.kind} className="flex items-start justify-between gap-3 px-4 py-2.5">
            <div className="min-w-0">
              <p>{sayNotice(t, notice)}</p>
              <p className="text-sm text-soft">{sayTimeToday(notice.at, { zone, locale, now })}</p>
            </div>
            <SeenButton size="small" {...{ notice, markSeen, onSeen }} />
          </li>
        ))}
      </ul>
    </SectionCard>
  )
}
