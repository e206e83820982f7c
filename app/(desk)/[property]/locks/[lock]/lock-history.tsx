'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { InstructionState } from '@/components/instructions/instruction-state'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { SectionCard } from '@/components/ui/section-card'
import type { InstructionView } from '@/lib/instructions/contract'
import type { Instant } from '@/lib/time/clock'

export interface LockHistoryProps {
  slug: string
  zone: string
  rows: readonly InstructionView[]
  readAt: Instant
  say: (at: Instant) => string
}

const keyOf = (row: InstructionView) => row.id

/** What was asked of the lock, newest first, each followed live. */
export function LockHistory({ slug, zone, rows, readAt, say }: LockHistoryProps) {
  const t = useTranslations('locks.history')
  const columns = useMemo(
    (): TableColumn<InstructionView>[] => [
      { id: 'what', header: t('what'), rowHeader: true, width: '11rem', cell: ({ kind }) => t(`kinds.${kind}`) },
      { id: 'when', header: t('when'), width: '10rem', cell: ({ intendedAt }) => say(intendedAt) },
      {
        id: 'who',
        header: t('who'),
        width: '12rem',
        from: 'medium',
        cell: ({ actorLabel }) => <bdi>{actorLabel}</bdi>,
      },
      {
        id: 'state',
        header: t('state'),
        cell: (row) => <InstructionState property={slug} instruction={row} zone={zone} readAt={readAt} />,
      },
    ],
    [t, say, slug, zone, readAt],
  )
  return (
    <SectionCard title={t('title')} flush>
      <DataTable
        label={t('title')}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        empty={<p className="p-4 text-soft">{t('empty')}</p>}
      />
    </SectionCard>
  )
}
