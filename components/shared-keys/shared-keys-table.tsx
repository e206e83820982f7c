'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { TextLink } from '@/components/ui/text-link'
import type { SharedKeyView } from '@/lib/shared-keys/contract'
import type { Instant } from '@/lib/time/clock'
import { sayMoment } from '@/lib/time/say-moment'
import { SharingDecision } from './sharing-decision'

export interface SharedKeysTableProps {
  keys: readonly SharedKeyView[]
  slug: string
  zone: string
  /** When the list was read. */
  readAt: Instant
  empty: ReactNode
}

const rowKey = ({ id }: SharedKeyView) => id

export function SharedKeysTable({ keys, slug, zone, readAt, empty }: SharedKeysTableProps) {
  const t = useTranslations('sharedKeys')
  const locale = useLocale()
  const columns = useMemo<TableColumn<SharedKeyView>[]>(() => {
    const say = (at: Instant) => sayMoment(at, { zone, locale, now: readAt })
    return [
      {
        id: 'door',
        header: t('columns.door'),
        rowHeader: true,
        width: '9rem',
        cell: ({ id, doorLabel, lockName, lockId }) => (
          <span className="flex min-w-0 flex-col">
            <TextLink href={`/${slug}/shared-keys/${id}`}>{doorLabel ?? lockName ?? t('noDoor')}</TextLink>
            {lockId === null && lockName !== null && (
              <span className="text-sm font-normal text-soft">{t('notOurs')}</span>
            )}
          </span>
        ),
      },
      { id: 'received', header: t('columns.received'), width: '9rem', cell: ({ receivedAt }) => say(receivedAt) },
      {
        id: 'window',
        header: t('columns.window'),
        width: '13rem',
        cell: ({ startsAt, endsAt }) => t('window', { from: say(startsAt), until: say(endsAt) }),
      },
      {
        id: 'receiver',
        header: t('columns.receiver'),
        width: '9rem',
        from: 'medium',
        cell: ({ receiver, erasedAt }) =>
          receiver ?? <span className="text-soft">{t(erasedAt ? 'erased' : 'noReceiver')}</span>,
      },
      { id: 'decision', header: t('columns.decision'), cell: (key) => <SharingDecision {...key} /> },
      {
        id: 'deliveries',
        header: t('columns.deliveries'),
        width: '7rem',
        from: 'wide',
        cell: ({ deliveries }) => t('deliveries', { n: deliveries }),
      },
    ]
  }, [t, locale, slug, zone, readAt])
  return (
    <DataTable
      label={t('table')}
      columns={columns}
      rows={keys}
      rowKey={rowKey}
      rowHref={({ id }) => `/${slug}/shared-keys/${id}`}
      empty={empty}
    />
  )
}
