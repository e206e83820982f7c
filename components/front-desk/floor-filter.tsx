'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { startTransition } from 'react'
import { buttonLook } from '@/components/ui/button-look'
import { Link } from '@/components/ui/link'
import { Select } from '@/components/ui/select'
import type { Floors } from './desk-contract'
import { floorWords } from './outage-banner'
import type { Floor } from './rooms-of-desk'

/** From so many on, one field stands for the row of links. */
const manyFloors = 12

/** Floors as links: each has its own address, `?floor=3`. */
export function FloorFilter({ slug, all, floor }: { slug: string; all: Floors; floor: Floor }) {
  const t = useTranslations('desk.rooms.floors')
  const words = useTranslations('desk.outage')
  const router = useRouter()
  const { floors, common } = all
  if (floors.length + Number(common) < 2) return null
  const choices: Array<{ value: Floor; label: string; name: string }> = [
    { value: null, label: t('all'), name: t('allName') },
    ...floors.map((one) => ({ value: one, label: one, name: floorWords(one, words) })),
    ...(common ? [{ value: 'common', label: t('common'), name: t('common') }] : []),
  ]
  const hrefOf = (value: Floor) => (value === null ? `/${slug}` : `/${slug}?floor=${encodeURIComponent(value)}`)
  if (choices.length > manyFloors)
    return (
      <Select
        label={t('label')}
        labelHidden
        className="w-44"
        value={floor ?? ''}
        onChange={({ target }) =>
          startTransition(() => router.replace(hrefOf(target.value === '' ? null : target.value), { scroll: false }))
        }
        options={choices.map(({ value, name }) => ({ value: value ?? '', label: name }))}
      />
    )
  return (
    <nav aria-label={t('label')} className="flex flex-wrap items-center gap-1">
      {choices.map(({ value, label, name }) => (
        <Link
          key={value ?? 'all'}
          href={hrefOf(value)}
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
