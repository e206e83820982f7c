'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { SectionCard } from '@/components/ui/section-card'
import { StatusWord } from '@/components/ui/status-word'
import type { Tone } from '@/components/ui/tone'
import { type PermanentKeyKind, type PermanentKeyView, permanentKeyKinds } from '@/lib/permanent-keys/contract'
import { permanentKeyState } from '@/lib/permanent-keys/rules'
import { isBuiltInReason } from '@/lib/properties/contract'
import type { Instant } from '@/lib/time/clock'

export interface PermanentKeysCardProps {
  keys: readonly PermanentKeyView[]
  now: Instant
  say: (at: Instant) => string
  /** Which kinds the reader may ask for here; none = only the list, and nothing at all while that is empty. */
  may: Record<PermanentKeyKind, boolean>
  onAsk: (kind: PermanentKeyKind) => void
}

const tones: Record<Exclude<PermanentKeyView['state'], 'failed' | 'lost'>, Tone> = {
  sending: 'busy',
  'no-answer': 'attention',
  'to-show': 'busy',
  shown: 'neutral',
  'not-shown': 'attention',
}
const keyOf = (key: PermanentKeyView) => key.id

/** Keys of the lock without an end: who has asked for one, when and why; and where a manager asks for one. */
export function PermanentKeysCard({ keys, now, say, may, onAsk }: PermanentKeysCardProps) {
  const t = useTranslations('permanentKeys')
  const reasons = useTranslations('reasons')
  const kinds = permanentKeyKinds.filter((kind) => may[kind])
  const columns = useMemo(
    (): TableColumn<PermanentKeyView>[] => [
      {
        id: 'kind',
        header: t('card.columns.kind'),
        rowHeader: true,
        width: '10rem',
        cell: ({ kind }) => t(`card.kinds.${kind}`),
      },
      { id: 'when', header: t('card.columns.when'), width: '10rem', cell: ({ createdAt }) => say(createdAt) },
      {
        id: 'who',
        header: t('card.columns.who'),
        width: '12rem',
        from: 'medium',
        cell: ({ actorLabel }) => <bdi>{actorLabel}</bdi>,
      },
      {
        id: 'why',
        header: t('card.columns.why'),
        width: '12rem',
        from: 'medium',
        cell: ({ reason, reasonNote }) => (
          <bdi>{reasonNote ?? (reason && (isBuiltInReason(reason) ? reasons(reason) : reason))}</bdi>
        ),
      },
      {
        id: 'state',
        header: t('card.columns.state'),
        cell: (key) => {
          const state = permanentKeyState(key, now)
          return state === 'failed' || state === 'lost' ? null : (
            <StatusWord tone={tones[state]}>{t(`card.states.${state}`)}</StatusWord>
          )
        },
      },
    ],
    [t, reasons, say, now],
  )
  if (keys.length === 0 && kinds.length === 0) return null
  return (
    <SectionCard
      title={t('card.title')}
      aside={keys.length > 0 && keys.length}
      actions={kinds.map((kind) => (
        <Button key={kind} size="small" onClick={() => onAsk(kind)}>
          {t(`submit.${kind}`)}
        </Button>
      ))}
      flush
    >
      <p className="px-4 py-3 text-soft">{t('card.text')}</p>
      <DataTable
        label={t('card.table')}
        columns={columns}
        rows={keys}
        rowKey={keyOf}
        empty={<p className="px-4 pb-4 text-soft">{t('card.empty')}</p>}
      />
    </SectionCard>
  )
}
