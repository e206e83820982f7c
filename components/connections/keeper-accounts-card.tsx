'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useSaying } from '@/components/instructions/use-saying'
import { Button } from '@/components/ui/button'
import { DataTable, type TableColumn } from '@/components/ui/data-table'
import { Disclosure } from '@/components/ui/disclosure'
import { SectionCard } from '@/components/ui/section-card'
import type { KeeperAccountView } from '@/lib/connections/contract'
import type { Instant } from '@/lib/time/clock'
import { KeeperOutcomeWord } from './keeper-outcome-word'
import type { KeeperAccountsView } from './use-keeper-accounts'

export interface KeeperAccountsCardProps {
  view: KeeperAccountsView
  timeZone: string
  /** Absent for who may only see. */
  onCreate: (() => void) | undefined
}

const keyOf = (account: KeeperAccountView) => account.id

/** Accounts of the app Lock Keeper that were created here (2.5.1), each with what came of the one attempt. */
export function KeeperAccountsCard({ view, timeZone, onCreate }: KeeperAccountsCardProps) {
  const t = useTranslations('connections.keepers')
  const say = useSaying(timeZone, Math.floor(view.now / 60_000) * 60_000)
  const columns = useMemo(
    (): TableColumn<KeeperAccountView>[] => [
      {
        id: 'username',
        header: t('columns.username'),
        rowHeader: true,
        width: '12rem',
        cell: ({ username }) => <bdi>{username}</bdi>,
      },
      { id: 'name', header: t('columns.name'), width: '12rem', cell: ({ name }) => <bdi>{name}</bdi> },
      {
        id: 'who',
        header: t('columns.who'),
        width: '12rem',
        from: 'medium',
        cell: ({ actorLabel }) => <bdi>{actorLabel}</bdi>,
      },
      { id: 'when', header: t('columns.when'), width: '10rem', cell: ({ intendedAt }) => say(intendedAt) },
      { id: 'state', header: t('columns.state'), cell: (account) => <State account={account} say={say} /> },
    ],
    [t, say],
  )
  return (
    <SectionCard
      title={t('title')}
      aside={view.rows.length > 0 && view.rows.length}
      actions={
        onCreate && (
          <Button size="small" onClick={onCreate}>
            {t('create')}
          </Button>
        )
      }
      flush
    >
      <p className="max-w-prose px-4 py-3 text-soft">{t('what')}</p>
      <DataTable
        label={t('table')}
        columns={columns}
        rows={view.rows}
        rowKey={keyOf}
        empty={<p className="px-4 pb-4">{t('empty')}</p>}
      />
    </SectionCard>
  )
}

/** What is true now, and what to do; the Lock Server's own words folded away. */
function State({ account, say }: { account: KeeperAccountView; say: (at: Instant) => string }) {
  const t = useTranslations('connections')
  const words = useTranslations('instructions.reasons')
  const { outcome, outcomeReason, vendorMessage, messageErasedAt } = account
  if (outcome === null) return <KeeperOutcomeWord outcome={null} />
  const key = `${outcomeReason}` as 'unexpected'
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <KeeperOutcomeWord outcome={outcome} />
      {outcome !== 'accepted' && (
        <p className="text-sm text-soft">
          {words.has(key) ? words(key) : words('unexpected')}
          {outcome === 'unknown' && ` ${t('keepers.notes.unknown')}`}
        </p>
      )}
      {vendorMessage !== null && (
        <Disclosure summary={t('vendorWords')}>
          <p className="text-sm break-words">
            <bdi>{vendorMessage}</bdi>
          </p>
        </Disclosure>
      )}
      {messageErasedAt !== null && (
        <p className="text-sm text-soft">{t('keepers.notes.erased', { at: say(messageErasedAt) })}</p>
      )}
    </div>
  )
}
