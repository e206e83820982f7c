'use client'

import { useTranslations } from 'next-intl'
import { buttonLook } from '@/components/ui/button-look'
import { Link } from '@/components/ui/link'
import type { DeskRoom } from './desk-contract'
import { floorWords } from './outage-banner'

/** `common` = doors that are no rooms. */
export type Floor = string | 'common' | null

export function floorsOf(rooms: readonly DeskRoom[]): { floors: string[]; common: boolean } {
  const order = new Intl.Collator('en', { numeric: true })
  const floors = new Set(rooms.flatMap(({ floor, common }) => (floor === null || common ? [] : [floor])))
  return { floors: [...floors].sort(order.compare), common: rooms.some((room) => room.common) }
}

export function onFloor(rooms: readonly DeskRoom[], floor: Floor): DeskRoom[] {
  if (floor === null) return [...rooms]
  if (floor === 'common') return rooms.filter((room) => room.common)
  return rooms.filter((room) => !room.common && room.floor === floor)
}

/** Floors as links: each has its own address, `?floor=3`. */
export function FloorFilter({ slug, rooms, floor }: { slug: string; rooms: readonly DeskRoom[]; floor: Floor }) {
  const t = useTranslations('desk.rooms.floors')
  const words = useTranslations('desk.outage')
  const { floors, common } = floorsOf(rooms)
  if (floors.length + Number(common) < 2) return null
  const choices: Array<{ value: Floor; label: string; name: string }> = [
    { value: null, label: t('all'), name: t('allName') },
    ...floors.map((one) => ({ value: one, label: one, name: floorWords(one, words) })),
    ...(common ? [{ value: 'common', label: t('common'), name: t('common') }] : []),
  ]
  return (
    <nav aria-label={t('label')} className="flex flex-wrap items-center gap-1">
      {choices.map(({ value, label, name }) => (
        <Link
          key={value ?? 'all'}
          href={value === null ? `/${slug}` : `/${slug}?floor=${encodeURIComponent(value)}`}
          replace
          keepScroll
          aria-label={name}
          aria-current={value === floor ? 'page' : undefined}
          className={buttonLook(value === floor ? 'primary' : 'plain', 'small', 'min-w-8')}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
