'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { FilterField } from '@/components/ui/filter-field'
import type { RefusalWords } from '@/components/ui/refusal-words'
import type { ActionResult, Refusal } from '@/lib/errors/contract'
import type { DoorNaming } from '@/lib/locks/contract'
import { roomColumns } from './room-columns'
import { filterLines, needsName, type RoomLine } from './room-lines'
import { type NameRoom, useRoomLines } from './use-room-lines'

export interface RoomsTableProps {
  doors: readonly DoorNaming[]
  filter: string
  onFilter: (filter: string) => void
  /** Keep it stable. */
  nameRoom: NameRoom
  takeAll: (lockIds: string[]) => Promise<ActionResult<{ accepted: number }>>
  /** Keep it stable. */
  words: (refusal: Refusal | null) => RefusalWords | null
  onTaken: (accepted: number, asked: number) => void
  readOnly: boolean
}

const rowKey = (line: RoomLine) => line.door.lockId
const rowTone = ({ door, twin }: RoomLine) => (twin || needsName(door) ? 'attention' : undefined)

/** Which door every lock hangs on. A row is edited in its place: Enter opens and saves, Esc leaves. */
export function RoomsTable(props: RoomsTableProps) {
  const { doors, filter, onFilter, nameRoom, takeAll, words, onTaken, readOnly } = props
  const t = useTranslations('rooms')
  const { lines, focus, begin, leave, type, save, take } = useRoomLines(doors, nameRoom)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const told = words(refusal)
  const proposed = lines.filter(({ door }) => door.proposal !== null)
  const unnamed = lines.filter(({ door }) => needsName(door)).length
  const withProposals = doors.some(({ proposal }) => proposal !== null)

  useEffect(() => {
    if (!focus) return
    const row = place.current?.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(focus.lockId)}"]`)
    const field = row?.querySelector<HTMLInputElement>('[data-name-field]')
    if (focus.at === 'row') row?.focus({ preventScroll: true })
    else if (field) {
      field.focus()
      field.select()
    }
  }, [focus])

  const columns = useMemo(
    () => roomColumns({ t, words, acts: readOnly ? null : { begin, leave, type, save, take }, withProposals }),
    [t, words, readOnly, withProposals, begin, leave, type, save, take],
  )
  const rows = useMemo(() => filterLines(lines, filter), [lines, filter])
  const open = useCallback((line: RoomLine) => begin(line.door.lockId), [begin])

  async function pressAll() {
    const lockIds = proposed.map(({ door }) => door.lockId)
    setBusy(true)
    const done = await takeAll(lockIds).catch(() => null)
    setBusy(false)
    setRefusal(done ? (done.ok ? null : done.error) : { code: 'unexpected', requestId: '' })
    if (done?.ok) onTaken(done.data.accepted, lockIds.length)
  }

  return (
    <div ref={place} className="flex flex-col gap-3">
      {told && (
        <Banner tone="problem" live title={told.title}>
          {told.next}
        </Banner>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <FilterField label={t('filter')} value={filter} onValueChange={onFilter} />
        <p role="status" className="grow text-soft">
          {t('counts', { n: lines.length, unnamed })}
          {filter.trim() !== '' && ` · ${t('shown', { n: rows.length })}`}
        </p>
        {!readOnly && proposed.length > 0 && (
          <Button tone="primary" icon="check" busy={busy} onClick={pressAll}>
            {t('takeAll', { n: proposed.length })}
          </Button>
        )}
      </div>
      <DataTable
        label={t('table')}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        rowTone={rowTone}
        {...(!readOnly && { onOpenRow: open })}
        empty={
          <EmptyState
            icon="filter"
            title={t('noneFit')}
            actions={<Button onClick={() => onFilter('')}>{t('showAll')}</Button>}
          />
        }
      />
    </div>
  )
}
