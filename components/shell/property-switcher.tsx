'use client'

import { useTranslations } from 'next-intl'
import { Menu } from '@/components/ui/menu'

export interface PropertyChoice {
  slug: string
  name: string
}

/** The property's name; a menu where the person works in more than one. */
export function PropertySwitcher({
  current,
  choices,
}: {
  current: PropertyChoice
  choices: readonly PropertyChoice[]
}) {
  const t = useTranslations('shell.property')
  if (choices.length < 2)
    return <p className="max-w-44 truncate font-semibold lg:max-w-56 xl:max-w-80">{current.name}</p>
  return (
    <Menu
      label={t('switch', { name: current.name })}
      face={{ words: current.name, arrow: true }}
      tone="quiet"
      className="-ml-2 max-w-44 px-2 font-semibold text-ink lg:max-w-56 xl:max-w-80"
      items={choices.map(({ slug, name }) => ({
        key: slug,
        href: `/${slug}`,
        label: slug === current.slug ? `${name} (${t('current')})` : name,
        icon: slug === current.slug ? ('check' as const) : ('door' as const),
      }))}
    />
  )
}
