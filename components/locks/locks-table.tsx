'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { actionsWidth, DataTable, type TableColumn, type TableSort } from '@/components/ui/data-table'
import { TextLink } from '@/components/ui/text-link'
import type { Instant } from '@/lib/time/clock'
import { HeardAge } from './heard-age'
import { LockStateWord } from './lock-state'
import { isTrouble, stateTones } from './lock-words'
import { type DoorAct, doorActs, type LockRights, mayAct, type ShownLock } from './locks-contract'
import { SignalWords } from './signal-words'

export interface LocksTableProps {
  slug: string
  rows: readonly ShownLock[]
  say: (at: Instant) => string
  label: string
  /** All rows there are, while only the first are here. */
  total?: number | undefined
  sort?: TableSort | undefined
  onSort?: (sort: TableSort) => void
  may?: LockRights
  onAct?: (act: DoorAct, row: ShownLock) => void
  onVisible?: (ids: string[]) => void
  empty?: ReactNode
}

const keyOf = (row: ShownLock) => row.id
const toneOf = ({ state }: ShownLock) => {
  const tone = stateTones[state]
  return tone === 'problem' || tone === 'attention' ? tone : undefined
}

/** Rows have little room. */
const rowWord = (act: DoorAct) => (act === 'emergency' ? 'acts.emergency-row' : (`acts.${act}` as const))

/** Locks with what reaches them; sorts by every column, and hands a row's actions up. */
export function LocksTable(props: LocksTableProps) {
  const { slug, rows, say, label, total, sort, onSort, may, onAct, onVisible, empty } = props
  const t = useTranslations('locks')
  const href = useCallback((row: ShownLock) => `/${slug}/locks/${row.id}`, [slug])
  const columns = useMemo((): TableColumn<ShownLock>[] => {
    const acts = onAct && may ? doorActs.filter((act) => may[act] || (act === 'unlock' && may.unlockCommon)) : []
    const sortable = onSort !== undefined
    return [
      {
        id: 'label',
        header: t('columns.label'),
        rowHeader: true,
        width: '8rem',
        sortable,
        cell: (row) => (
          <TextLink href={href(row)}>
            <bdi>{row.label}</bdi>
          </TextLink>
        ),
      },
      {
        id: 'name',
        header: t('columns.name'),
        width: '7rem',
        from: 'wide',
        sortable,
        cell: (row) => <bdi>{row.name}</bdi>,
      },
      {
        id: 'state',
        header: t('columns.state'),
        sortable,
        cell: (row) => <LockStateWord state={row.state} sinceAt={row.sinceAt} say={say} />,
      },
      {
        id: 'signal',
        header: t('columns.signal'),
        width: '8rem',
        from: 'medium',
        sortable,
        cell: (row) => <SignalWords dbm={row.signalDbm} asked={row.state !== 'not-known'} />,
      },
      {
        id: 'gateway',
        header: t('columns.gateway'),
        width: '9rem',
        from: 'wide',
        sortable,
        cell: (row) =>
          row.gateway && (
            <>
              <bdi>{row.gateway}</bdi>
              {row.gateways > 1 && <span className="text-soft"> {t('moreGateways', { n: row.gateways - 1 })}</span>}
            </>
          ),
      },
      {
        id: 'heard',
        header: t('columns.heard'),
        width: '8rem',
        from: 'medium',
        sortable,
        cell: (row) => (
          <HeardAge
            ageMs={row.heardAgeMs}
            readMs={row.readMs}
            {...(row.state === 'not-known' && { never: t('bands.not-known') })}
          />
        ),
      },
      ...(onAct && acts.length > 0
        ? [
            {
              id: 'acts',
              header: t('columns.acts'),
              headerHidden: true,
              width: actionsWidth(acts.map((act) => t(rowWord(act)))),
              align: 'end' as const,
              cell: (row: ShownLock) =>
                row.state !== 'gone' &&
                row.state !== 'unusable-name' && (
                  <span className="flex flex-wrap gap-1 md:flex-nowrap md:justify-end">
                    {acts
                      .filter((act) => may && mayAct(may, act, row))
                      .map((act) => (
                        <Button key={act} size="small" tone="quiet" data-act={act} onClick={() => onAct(act, row)}>
                          {t(rowWord(act))}
                          <span className="sr-only">{t('about', { door: row.label })}</span>
                        </Button>
                      ))}
                  </span>
                ),
            },
          ]
        : []),
    ]
  }, [t, href, say, may, onAct, onSort])
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={rows}
      rowKey={keyOf}
      rowHref={href}
      rowTone={toneOf}
      sort={sort}
      {...(total !== undefined && { total })}
      {...(onSort && { onSort })}
      {...(onVisible && { onVisibleRows: onVisible })}
      empty={empty}
    />
  )
}

/** How many rows somebody should look at. */
export const countTrouble = (rows: readonly ShownLock[]): number => rows.filter(({ state }) => isTrouble(state)).length
