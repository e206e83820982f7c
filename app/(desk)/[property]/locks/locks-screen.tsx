'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useSaying } from '@/components/instructions/use-saying'
import { stateWord } from '@/components/locks/lock-words'
import { type LocksAddress, writeLocksAddress } from '@/components/locks/locks-address'
import type { DoorAct, LockRights, LocksView, ShownLock } from '@/components/locks/locks-contract'
import { countTrouble, LocksTable } from '@/components/locks/locks-table'
import { useLocks } from '@/components/locks/use-locks'
import type { CodeHouse } from '@/components/passcodes/passcode-contract'
import { Button } from '@/components/ui/button'
import type { TableSort } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { FilterField } from '@/components/ui/filter-field'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { StaleNote } from '@/components/ui/stale-note'
import { showToast } from '@/components/ui/toast'
import { useShortcuts } from '@/components/ui/use-shortcuts'
import { filterLocks, type LockSort, sortLocks } from '@/lib/locks/rules'
import type { AskedAct } from '../door-acts'
import { DoorDialog } from '../door-dialogs'
import { ReachNote } from '../reach-note'

export interface LocksScreenProps {
  house: CodeHouse
  address: LocksAddress
  view: LocksView
  may: LockRights
  mayConnect: boolean
}

export function LocksScreen({ house, address: first, view, may, mayConnect }: LocksScreenProps) {
  const t = useTranslations('locks')
  const { slug, times } = house
  const { rows: all, total, now, reach, staleMs, readAt, again, seeRows } = useLocks(slug, view)
  const [address, setAddress] = useState(first)
  const [asked, setAsked] = useState<AskedAct | null>(null)
  // The words follow the minute, so that rows are not built anew with every read.
  const say = useSaying(times.timeZone, Math.floor(now / 60_000) * 60_000)

  useEffect(() => {
    const query = writeLocksAddress(address)
    const path = `/${slug}/locks${query && `?${query}`}`
    if (window.location.pathname + window.location.search !== path) window.history.replaceState(null, '', path)
  }, [address, slug])

  const rows = useMemo(
    () =>
      filterLocks(sortLocks(all, address.sort, address.descending), address.filter, (state) =>
        t(`states.${stateWord(state, null)}`),
      ),
    [all, address, t],
  )
  const act = useCallback((what: DoorAct, { id, label }: ShownLock) => setAsked({ act: what, door: { id, label } }), [])
  const sortBy = useCallback(
    ({ column, direction }: TableSort) =>
      setAddress((now) => ({ ...now, sort: column as LockSort, descending: direction === 'descending' })),
    [],
  )

  /** On the row that holds the focus. */
  function actOnRow(what: DoorAct) {
    const id = document.activeElement?.closest<HTMLElement>('tr[data-row]')?.dataset.row
    const row = all.find((one) => one.id === id)
    if (row && row.state !== 'gone') act(what, row)
    else showToast({ tone: 'neutral', text: t('choose') })
  }
  useShortcuts({
    ...(may['issue-code'] && { n: { words: t('shortcuts.issue'), run: () => actOnRow('issue-code') } }),
    ...((may.unlock || may.unlockCommon) && { u: { words: t('shortcuts.unlock'), run: () => actOnRow('unlock') } }),
  })

  const missing = total - all.length
  const count = rows.length === all.length ? t('count', { n: total }) : t('countOf', { shown: rows.length, n: total })
  const [trouble, notKnown] = [countTrouble(all), all.filter(({ state }) => state === 'not-known').length]
  const facts = [
    count,
    ...(trouble > 0 || notKnown === 0 ? [t('trouble', { n: trouble })] : []),
    ...(notKnown > 0 ? [t('notKnown', { n: notKnown })] : []),
  ]
  const retry = (
    <Button size="small" onClick={again}>
      {t('again')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={total > 0 && facts.join(' · ')}
        actions={
          <FilterField
            label={t('filter')}
            value={address.filter}
            onValueChange={(filter) => setAddress({ ...address, filter })}
          />
        }
      />
      <ReachNote reach={reach} now={now} href={mayConnect ? `/${slug}/settings/lock-server` : null} />
      {staleMs !== null && <StaleNote ageMs={staleMs} readKey={readAt} action={retry} />}
      {missing > 0 && (
        <p role="status" className="py-1 text-soft">
          {t('loadingRest', { n: missing })}
        </p>
      )}
      <LocksTable
        slug={slug}
        rows={rows}
        say={say}
        label={t('table')}
        total={rows.length}
        sort={{ column: address.sort, direction: address.descending ? 'descending' : 'ascending' }}
        onSort={sortBy}
        may={may}
        onAct={act}
        onVisible={seeRows}
        empty={
          total === 0 ? (
            <EmptyState
              icon="lock"
              title={t('empty.title')}
              actions={
                mayConnect && <LinkButton href={`/${slug}/settings/lock-server`}>{t('empty.settings')}</LinkButton>
              }
            >
              {t('empty.text')}
            </EmptyState>
          ) : (
            <EmptyState
              icon="filter"
              title={t('noMatch.title')}
              actions={<Button onClick={() => setAddress({ ...address, filter: '' })}>{t('noMatch.clear')}</Button>}
            />
          )
        }
      />
      {asked && (
        <DoorDialog
          house={house}
          asked={asked}
          onClose={() => {
            setAsked(null)
            again()
          }}
        />
      )}
    </>
  )
}
