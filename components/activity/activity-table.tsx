'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { StatusWord } from '@/components/ui/status-word'
import { TextLink } from '@/components/ui/text-link'
import type { ActivityLine } from './activity-line'

const rowKey = ({ id }: ActivityLine) => id

/** Who did what to which door, when, why and with what outcome; every word was chosen where the row was read. */
export function ActivityTable({ lines, empty }: { lines: readonly ActivityLine[]; empty: ReactNode }) {
  const t = useTranslations('activity')
  const columns = useMemo<TableColumn<ActivityLine>[]>(
    () => [
      { id: 'when', header: t('columns.when'), width: '10rem', cell: ({ when }) => when },
      {
        id: 'what',
        header: t('columns.what'),
        rowHeader: true,
        cell: ({ what, details }) => (
          <span className="flex min-w-0 flex-col">
            <span>{what}</span>
            {details.length > 0 && <span className="text-sm font-normal text-soft">{details.join(' · ')}</span>}
          </span>
        ),
      },
      { id: 'who', header: t('columns.who'), width: '9rem', cell: ({ who }) => who },
      {
        id: 'door',
        header: t('columns.door'),
        width: '6rem',
        cell: ({ door, doorHref }) =>
          door !== null && doorHref !== null ? <TextLink href={doorHref}>{door}</TextLink> : door,
      },
      { id: 'why', header: t('columns.why'), width: '12rem', from: 'wide', cell: ({ why }) => why },
      {
        id: 'outcome',
        header: t('columns.outcome'),
        width: '10rem',
        cell: ({ outcome }) =>
          outcome && (
            <StatusWord tone={outcome.tone}>
              {outcome.href === null ? (
                outcome.text
              ) : (
                <TextLink href={outcome.href} className="text-current">
                  {outcome.text}
                </TextLink>
              )}
            </StatusWord>
          ),
      },
    ],
    [t],
  )
  return <DataTable label={t('table')} columns={columns} rows={lines} rowKey={rowKey} empty={empty} />
}
