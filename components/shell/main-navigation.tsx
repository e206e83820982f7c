'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { classNames } from '@/components/ui/class-names'
import { Icon } from '@/components/ui/icon'
import { Link } from '@/components/ui/link'
import { currentPlace, type Place, placeIcons } from './navigation'
import { PhoneMore } from './phone-more'

const onPhoneBar = 4

/** The main areas: in the top bar, and from 768 px down as a bar at the thumb with the rest under More. */
export function MainNavigation({ places }: { places: readonly Place[] }) {
  const t = useTranslations('shell.nav')
  const current = currentPlace(places, usePathname())
  return (
    <>
      <nav aria-label={t('main')} className="hidden h-full min-w-0 md:block">
        <ul className="flex h-full">
          {places.map(({ name, href }) => (
            <li key={name}>
              <Link
                href={href}
                aria-current={name === current ? 'page' : undefined}
                className={classNames(
                  'flex h-full items-center gap-1.5 border-b-2 px-2.5 pt-0.5 -outline-offset-2 lg:px-3',
                  name === current
                    ? 'border-accent font-semibold text-ink'
                    : 'border-transparent text-soft hover:border-edge hover:text-ink',
                )}
              >
                <Icon name={placeIcons[name]} className="max-lg:hidden" />
                {t(name)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <nav
        aria-label={t('main')}
        className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        <ul className="flex">
          {places.slice(0, onPhoneBar).map(({ name, href }) => (
            <li key={name} className="min-w-0 flex-1">
              <Link
                href={href}
                aria-current={name === current ? 'page' : undefined}
                className={classNames(
                  'flex h-14 flex-col items-center justify-center gap-0.5 border-t-2 text-xs -outline-offset-2',
                  name === current ? 'border-accent font-semibold text-ink' : 'border-transparent text-soft',
                )}
              >
                <Icon name={placeIcons[name]} className="size-5" />
                <span className="max-w-full truncate">{t(name)}</span>
              </Link>
            </li>
          ))}
          {places.length > onPhoneBar && (
            <li className="min-w-0 flex-1">
              <PhoneMore places={places.slice(onPhoneBar)} current={current} />
            </li>
          )}
        </ul>
      </nav>
    </>
  )
}
