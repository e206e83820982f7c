'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { InstructionState } from '@/components/instructions/instruction-state'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { SectionCard } from '@/components/ui/section-card'
import { StatusWord } from '@/components/ui/status-word'
import { TextLink } from '@/components/ui/text-link'
import type { KeyRow } from '@/lib/front-desk/contract'
import { sinceOnDoor, stateTone } from '@/lib/front-desk/rules'
import type { InstructionView } from '@/lib/instructions/contract'
import type { Instant } from '@/lib/time/clock'
import { sayTimeToday } from '@/lib/time/say-moment'

export interface LockHistoryProps {
  slug: string
  zone: string
  rows: readonly InstructionView[]
  /** The code or mobile key behind a request, by the request's id. */
  asked: Readonly<Record<string, KeyRow>>
  readAt: Instant
  say: (at: Instant) => string
  /** The rows are the reader's own requests only. */
  ownOnly: boolean
}

const keyOf = (row: InstructionView) => row.id

/** What was asked of the lock, newest first, each followed live and with what became of it. */
export function LockHistory({ slug, zone, rows, asked, readAt, say, ownOnly }: LockHistoryProps) {
  const t = useTranslations('locks.history')
  const columns = useMemo(
    (): TableColumn<InstructionView>[] => [
      {
        id: 'what',
        header: t('what'),
        rowHeader: true,
        width: '11rem',
        cell: ({ id, kind, emergency }) =>
          emergency ? (
            t('kinds.emergency')
          ) : asked[id] ? (
            <TextLink href={`/${slug}/keys/${asked[id].id}`}>{t(`kinds.${kind}`)}</TextLink>
          ) : (
            t(`kinds.${kind}`)
          ),
      },
      {
        id: 'for',
        header: t('for'),
        width: '11rem',
        from: 'medium',
        cell: ({ id }) => asked[id] && <bdi>{asked[id].guestName ?? asked[id].bookingNumber}</bdi>,
      },
      { id: 'when', header: t('when'), width: '10rem', cell: ({ intendedAt }) => say(intendedAt) },
      {
        id: 'who',
        header: t('who'),
        width: '12rem',
        from: 'wide',
        cell: ({ actorLabel }) => <bdi>{actorLabel}</bdi>,
      },
      {
        id: 'state',
        header: t('state'),
        cell: (row) => <Became row={row} asked={asked[row.id]} {...{ slug, zone, readAt }} />,
      },
    ],
    [t, say, slug, zone, readAt, asked],
  )
  const title = t(ownOnly ? 'ownTitle' : 'title')
  return (
    <SectionCard title={title} flush>
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        empty={<p className="p-4 text-soft">{t(ownOnly ? 'ownEmpty' : 'empty')}</p>}
      />
    </SectionCard>
  )
}

type BecameProps = Pick<LockHistoryProps, 'slug' | 'zone' | 'readAt'> & {
  row: InstructionView
  asked: KeyRow | undefined
}

/** Of a code that the door took and that is over: both. Of everything else how far it is, live. */
function Became({ row, asked, slug, zone, readAt }: BecameProps) {
  const t = useTranslations('instructions.since')
  const locale = useLocale()
  const say = (at: Instant | null) => (at === null ? '' : sayTimeToday(at, { zone, locale, now: readAt }))
  const word = row.kind === 'set-code' && row.status === 1 && asked ? sinceOnDoor(asked) : null
  if (word === null || !asked) return <InstructionState property={slug} instruction={row} zone={zone} readAt={readAt} />
  return (
    <StatusWord tone={stateTone(asked.state)}>
      {t(word, { got: say(row.settledAt), at: say(asked.cancelConfirmedAt), until: say(asked.endsAt) })}
    </StatusWord>
  )
}
