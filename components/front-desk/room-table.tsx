'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useCallback, useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { actionsWidth, DataTable, type TableColumn } from '@/components/ui/data-table'
import { StatusWord } from '@/components/ui/status-word'
import { TextLink } from '@/components/ui/text-link'
import type { Instant } from '@/lib/time/clock'
import type { DeskRights, DeskRoom, DoorAct } from './desk-contract'
import { sayRoom } from './room-words'
import { useSaying } from './use-saying'

export interface RoomTableProps {
  slug: string
  zone: string
  rooms: readonly DeskRoom[]
  /** All there are, while only the first are here. */
  total: number
  now: Instant
  may: DeskRights
  onAct: (act: DoorAct, room: DeskRoom) => void
  onVisible: (ids: string[]) => void
}

/** Housekeeping and maintenance unlock common doors only. */
export const mayUnlock = (may: DeskRights, { common }: Pick<DeskRoom, 'common'>) =>
  common ? may.unlockCommon : may.unlock

const keyOf = (room: DeskRoom) => room.id
const toneOf = (room: DeskRoom) => {
  const tones = sayRoom(room).map(({ tone }) => tone)
  return tones.includes('problem') ? 'problem' : tones.includes('attention') ? 'attention' : undefined
}

/** Every door by its number: what opens it, whether anything reaches it, and what can be done. */
export function RoomTable({ slug, zone, rooms, total, now, may, onAct, onVisible }: RoomTableProps) {
  const t = useTranslations('desk.rooms')
  const minute = Math.floor(now / 60_000) * 60_000
  const say = useSaying(zone, minute)
  const href = useCallback((room: DeskRoom) => `/${slug}/locks/${room.id}`, [slug])
  const columns = useMemo((): TableColumn<DeskRoom>[] => {
    const acts: Array<[DoorAct, boolean]> = [
      ['issue-code', may.issue],
      ['mobile-key', may.mobileKey],
      ['unlock', may.unlock || may.unlockCommon],
    ]
    const shown = acts.flatMap(([act, can]) => (can ? [act] : []))
    return [
      {
        id: 'door',
        header: t('columns.door'),
        rowHeader: true,
        width: '9rem',
        cell: (room) => (
          <TextLink href={href(room)}>
            <bdi>{room.label}</bdi>
          </TextLink>
        ),
      },
      { id: 'says', header: t('columns.says'), cell: (room) => <RoomWords room={room} say={say} /> },
      ...(shown.length > 0
        ? [
            {
              id: 'acts',
              header: t('columns.acts'),
              headerHidden: true,
              width: actionsWidth(shown.map((act) => t(`acts.${act}`))),
              align: 'end' as const,
              cell: (room: DeskRoom) =>
                room.state !== 'gone' && (
                  <span className="flex flex-wrap gap-1 md:flex-nowrap md:justify-end">
                    {shown
                      .filter((act) => act !== 'unlock' || mayUnlock(may, room))
                      .map((act) => (
                        <Button key={act} size="small" tone="quiet" data-act={act} onClick={() => onAct(act, room)}>
                          {t(`acts.${act}`)}
                          <span className="sr-only">{t('about', { door: room.label })}</span>
                        </Button>
                      ))}
                  </span>
                ),
            },
          ]
        : []),
    ]
  }, [t, may, href, onAct, say])
  return (
    <DataTable
      label={t('table')}
      columns={columns}
      rows={rooms}
      total={total}
      rowKey={keyOf}
      rowHref={href}
      rowTone={toneOf}
      onVisibleRows={onVisible}
    />
  )
}

function RoomWords({ room, say }: { room: DeskRoom; say: ReturnType<typeof useSaying> }) {
  const t = useTranslations('desk.rooms.says')
  const format = useFormatter()
  const list = (parts: (string | false)[]) => format.list(parts.filter((part) => part !== false))
  return (
    <span className="flex flex-wrap gap-x-3">
      {sayRoom(room).map(({ word, tone, codes = 0, keys = 0, shared = 0, at }) => {
        const what = list([
          codes > 0 && t('codes', { codes }),
          keys > 0 && t('mobileKeys', { keys }),
          shared > 0 && t('sharedKeys', { shared }),
        ])
        const words = t(word, { codes, keys, what, until: at === undefined ? '' : say.moment(at) })
        return word === 'nothing' ? (
          <span key={word} className="text-soft">
            {words}
          </span>
        ) : (
          <StatusWord key={word} tone={tone}>
            {words}
          </StatusWord>
        )
      })}
    </span>
  )
}
