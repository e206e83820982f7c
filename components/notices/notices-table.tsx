'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { StatusWord } from '@/components/ui/status-word'
import { TextLink } from '@/components/ui/text-link'
import { useKeptFocus } from '@/components/ui/use-kept-focus'
import type { NoticeView } from '@/lib/notices/contract'
import { sayWholeMoment } from '@/lib/time/say-moment'
import { sayNotice, sayReason } from './say-notice'
import { type MarkSeen, SeenButton } from './seen-button'

interface NoticesTableProps {
  slug: string
  notices: readonly NoticeView[]
  zone: string
  markSeen: MarkSeen
  onSeen: () => void
}

const rowKey = ({ id }: NoticeView) => id
const toneOf = ({ kind, reason }: NoticeView) =>
  kind === 'emergency-entry' && reason === null ? 'attention' : undefined

/** The last notices with their reasons, and who of the managers has seen them. */
export function NoticesTable({ slug, notices, zone, markSeen, onSeen }: NoticesTableProps) {
  const t = useTranslations()
  const locale = useLocale()
  const { place: table, acted } = useKeptFocus<HTMLDivElement>()
  const columns = useMemo<TableColumn<NoticeView>[]>(() => {
    const place = { zone, locale }
    return [
      { id: 'when', header: t('notices.columns.when'), width: '11rem', cell: ({ at }) => sayWholeMoment(at, place) },
      {
        id: 'what',
        header: t('notices.columns.what'),
        rowHeader: true,
        cell: (notice) =>
          notice.lockId ? (
            <TextLink href={`/${slug}/locks/${notice.lockId}`}>{sayNotice(t, notice)}</TextLink>
          ) : (
            sayNotice(t, notice)
          ),
      },
      {
        id: 'reason',
        header: t('notices.columns.reason'),
        width: '12rem',
        cell: ({ kind, reason }) => {
          if (kind !== 'emergency-entry') return null
          return reason === null ? (
            <StatusWord tone="attention">{t('notices.reasonMissing')}</StatusWord>
          ) : (
            sayReason(t, reason)
          )
        },
      },
      {
        id: 'seen',
        header: t('notices.columns.seen'),
        width: '16rem',
        cell: ({ seenBy }) =>
          seenBy.length === 0 ? (
            <span className="text-soft">{t('notices.seenByNobody')}</span>
          ) : (
            <span className="flex flex-col">
              {seenBy.map(({ name, at }) => (
                <span key={`${name}/${at}`}>{t('notices.seenBy', { name, when: sayWholeMoment(at, place) })}</span>
              ))}
            </span>
          ),
      },
      {
        id: 'acts',
        header: t('notices.columns.acts'),
        headerHidden: true,
        width: '7rem',
        align: 'end',
        cell: (notice) =>
          notice.seenAt === null && (
            <SeenButton
              size="small"
              {...{ notice, markSeen }}
              onSeen={() => {
                acted()
                onSeen()
              }}
            />
          ),
      },
    ]
  }, [t, slug, zone, locale, markSeen, onSeen, acted])
  return (
    <div ref={table} tabIndex={-1} className="outline-none">
      <DataTable
        label={t('notices.table')}
        columns={columns}
        rows={notices}
        rowKey={rowKey}
        rowTone={toneOf}
        empty={<EmptyState icon="activity" title={t('notices.empty')} />}
      />
    </div>
  )
}
