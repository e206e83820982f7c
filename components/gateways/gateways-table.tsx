'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useMemo } from 'react'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { TextLink } from '@/components/ui/text-link'
import type { GatewayRow } from '@/lib/gateways/contract'
import type { Instant } from '@/lib/time/clock'
import { WaitingWords } from './burden-words'
import { ContactWord, contactTone } from './contact-word'
import { HeartbeatAge } from './heartbeat-age'

export interface GatewaysTableProps {
  slug: string
  rows: readonly GatewayRow[]
  say: (at: Instant) => string
  readMs: number | undefined
  empty?: ReactNode
}

const keyOf = (row: GatewayRow) => row.id
const toneOf = ({ contact }: GatewayRow) => {
  const tone = contactTone(contact)
  return tone === 'problem' || tone === 'attention' ? tone : undefined
}

/** Gateways with their contact and what hangs on each. */
export function GatewaysTable({ slug, rows, say, readMs, empty }: GatewaysTableProps) {
  const t = useTranslations('gateways')
  const href = useCallback((row: GatewayRow) => `/${slug}/gateways/${row.id}`, [slug])
  const columns = useMemo((): TableColumn<GatewayRow>[] => {
    const number = (
      id: 'hears' | 'onlyIt' | 'guests',
      from?: TableColumn<GatewayRow>['from'],
    ): TableColumn<GatewayRow> => ({
      id,
      header: t(`columns.${id}`),
      width: '7rem',
      align: 'end',
      ...(from && { from }),
      cell: (row) => row[id],
    })
    return [
      {
        id: 'name',
        header: t('columns.name'),
        rowHeader: true,
        width: '9rem',
        cell: (row) => (
          <TextLink href={href(row)}>
            <bdi>{row.name}</bdi>
          </TextLink>
        ),
      },
      {
        id: 'contact',
        header: t('columns.contact'),
        cell: ({ contact }) => <ContactWord contact={contact} say={say} />,
      },
      {
        id: 'heartbeat',
        header: t('columns.heartbeat'),
        width: '9rem',
        cell: ({ heartbeatAgeMs }) => <HeartbeatAge ageMs={heartbeatAgeMs} readMs={readMs} />,
      },
      number('hears', 'medium'),
      number('onlyIt', 'medium'),
      {
        id: 'waiting',
        header: t('columns.waiting'),
        width: '11rem',
        from: 'medium',
        cell: (row) => <WaitingWords {...row} />,
      },
      number('guests'),
    ]
  }, [t, href, say, readMs])
  return (
    <DataTable
      label={t('table')}
      columns={columns}
      rows={rows}
      rowKey={keyOf}
      rowHref={href}
      rowTone={toneOf}
      empty={empty}
    />
  )
}
