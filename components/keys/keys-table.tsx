'use client'

import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useMemo } from 'react'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Icon } from '@/components/ui/icon'
import { TextLink } from '@/components/ui/text-link'
import type { KeyRow } from '@/lib/front-desk/contract'
import { sayKey } from '@/lib/front-desk/rules'
import type { Instant } from '@/lib/time/clock'
import { sayMoment } from '@/lib/time/say-moment'
import { KeyState } from './key-state'

export interface KeysTableProps {
  slug: string
  zone: string
  rows: readonly KeyRow[]
  now: Instant
  label: string
  empty?: ReactNode
}

const keyOf = (row: KeyRow) => row.id

/** Codes and mobile keys, newest first. */
export function KeysTable({ slug, zone, rows, now, label, empty }: KeysTableProps) {
  const t = useTranslations('keys')
  const locale = useLocale()
  const href = useCallback((row: KeyRow) => `/${slug}/keys/${row.id}`, [slug])
  // The words follow the minute, so that rows are not built anew with every read.
  const minute = Math.floor(now / 60_000) * 60_000
  const columns = useMemo((): TableColumn<KeyRow>[] => {
    const say = (at: Instant) => sayMoment(at, { zone, locale, now: minute })
    return [
      {
        id: 'door',
        header: t('columns.door'),
        rowHeader: true,
        width: '7rem',
        cell: (row) => (
          <TextLink href={href(row)} aria-label={t(`open.${row.kind}`, { door: row.doorLabel })}>
            <bdi>{row.doorLabel}</bdi>
          </TextLink>
        ),
      },
      {
        id: 'kind',
        header: t('columns.kind'),
        width: '8rem',
        from: 'medium',
        cell: (row) => (
          <span className="inline-flex items-center gap-1.5">
            <Icon name={row.kind === 'code' ? 'code' : 'phone'} className="text-soft" />
            {t(row.oneTime ? 'kind.one-time' : `kind.${row.kind}`)}
          </span>
        ),
      },
      {
        id: 'guest',
        header: t('columns.guest'),
        cell: (row) => (
          <bdi className="line-clamp-2">
            {[row.guestName, row.bookingNumber].filter(Boolean).join(' · ') || t('nobody')}
          </bdi>
        ),
      },
      { id: 'state', header: t('columns.state'), cell: (row) => <KeyState row={row} zone={zone} now={minute} /> },
      {
        id: 'window',
        header: t('columns.window'),
        width: '15rem',
        cell: (row) => `${say(row.startsAt)} – ${say(row.endsAt)}`,
      },
      {
        id: 'issued',
        header: t('columns.issued'),
        from: 'wide',
        width: '14rem',
        cell: (row) => <bdi>{t('issuedBy', { at: say(row.createdAt), who: row.actorLabel })}</bdi>,
      },
    ]
  }, [t, locale, zone, minute, href])
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={keyOf}
      rowHref={href}
      rowTone={toneOf}
      empty={empty}
    />
  )
}

function toneOf(row: KeyRow): 'attention' | 'problem' | undefined {
  const { tone } = sayKey(row)
  return tone === 'attention' || tone === 'problem' ? tone : undefined
}
