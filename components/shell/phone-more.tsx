'use client'

import { useTranslations } from 'next-intl'
import { Menu } from '@/components/ui/menu'
import { type Place, type PlaceName, placeIcons } from './navigation'

/** The areas that the phone's bar has no room for. */
export function PhoneMore({ places, current }: { places: readonly Place[]; current: PlaceName | undefined }) {
  const t = useTranslations('shell.nav')
  const here = places.some(({ name }) => name === current)
  return (
    <Menu
      label={t('more')}
      face={{ icon: 'more', words: t('more') }}
      className={`h-14 w-full rounded-none border-0 border-t-2 px-0 text-xs ${here ? 'border-accent font-semibold text-ink' : 'border-transparent font-normal text-soft'}`}
      items={places.map(({ name, href }) => ({ key: name, href, label: t(name), icon: placeIcons[name] }))}
    />
  )
}
