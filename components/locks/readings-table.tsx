'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { TextLink } from '@/components/ui/text-link'
import type { LockReadingView } from '@/lib/locks/contract'
import { HeardAge } from './heard-age'
import { SignalWords } from './signal-words'

export interface ReadingsTableProps {
  slug: string
  readings: readonly LockReadingView[]
  /** The Lock Server was asked about it. */
  asked: boolean
  readMs: number | undefined
  /** A gateway's contact in words; another noun's, so it is handed in. */
  contact: (reading: LockReadingView) => ReactNode
}

const keyOf = (reading: LockReadingView) => reading.gatewayName

/** Every gateway that hears the lock, strongest first. */
export function ReadingsTable({ slug, readings, asked, readMs, contact }: ReadingsTableProps) {
  const t = useTranslations('locks.readings')
  const columns = useMemo(
    (): TableColumn<LockReadingView>[] => [
      {
        id: 'gateway',
        header: t('gateway'),
        rowHeader: true,
        width: '9rem',
        cell: ({ gatewayId, gatewayName }) =>
          gatewayId ? (
            <TextLink href={`/${slug}/gateways/${gatewayId}`}>
              <bdi>{gatewayName}</bdi>
            </TextLink>
          ) : (
            <bdi>{gatewayName}</bdi>
          ),
      },
      { id: 'signal', header: t('signal'), width: '9rem', cell: ({ signalDbm }) => <SignalWords dbm={signalDbm} /> },
      {
        id: 'heard',
        header: t('heard'),
        width: '11rem',
        cell: ({ heardAgeMs, lately }) => (
          <>
            <HeardAge ageMs={heardAgeMs} readMs={readMs} />
            {!lately && <span className="text-soft"> ({t('older')})</span>}
          </>
        ),
      },
      { id: 'contact', header: t('contact'), cell: contact },
    ],
    [t, slug, readMs, contact],
  )
  return (
    <DataTable
      label={t('table')}
      columns={columns}
      rows={readings}
      rowKey={keyOf}
      empty={<p className="p-4 text-soft">{t(asked ? 'empty' : 'notAsked')}</p>}
    />
  )
}
