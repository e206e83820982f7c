'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Banner } from '@/components/ui/banner'
import { classNames } from '@/components/ui/class-names'
import { LinkButton } from '@/components/ui/link-button'
import type { Instant } from '@/lib/time/clock'
import type { Outage } from './desk-contract'
import { useSaying } from './use-saying'

export interface OutageBannerProps {
  slug: string
  outages: readonly Outage[]
  zone: string
  now: Instant
  /** How much of the screen it covers at the top while the page is scrolled, in px. */
  onCovers: (px: number) => void
}

/** Outages told while the page is scrolled. */
const mostInSight = 3

/** The one banner of the Desk, only while true: where new codes do not get to, since when, and what still works. */
export function OutageBanner({ slug, outages, zone, now, onCovers }: OutageBannerProps) {
  const t = useTranslations('desk.outage')
  const say = useSaying(zone, now)
  const place = useRef<HTMLDivElement>(null)
  // A long list would hide what is scrolled to; on a phone every banner would.
  const stays = outages.length > 0 && outages.length <= mostInSight
  useEffect(() => {
    const element = place.current
    if (!element || !stays) return onCovers(0)
    const tell = () => onCovers(getComputedStyle(element).position === 'sticky' ? element.offsetHeight : 0)
    const watch = new ResizeObserver(tell)
    watch.observe(element)
    return () => watch.disconnect()
  }, [stays, onCovers])
  const [first, ...others] = outages
  const words = ({ floor, doors, sinceAt }: Outage) =>
    t(sinceAt === null ? 'cut' : 'cutSince', {
      where: floorWords(floor, t),
      doors,
      since: sinceAt === null ? '' : say.clock(sinceAt),
    })
  return (
    <div ref={place} role="status" className={classNames('empty:hidden', stays && 'z-15 md:sticky md:top-(--bar)')}>
      {first && (
        <Banner
          tone="problem"
          title={others.length === 0 ? words(first) : t('several')}
          actions={<LinkButton href={`/${slug}/gateways`}>{t('gateways')}</LinkButton>}
        >
          {others.length > 0 && (
            <ul>
              {outages.map((outage) => (
                <li key={outage.floor ?? ''}>{words(outage)}</li>
              ))}
            </ul>
          )}
          {t('works')}
        </Banner>
      )}
    </div>
  )
}

/** "3rd floor", "Floor G", or doors that have none. */
export function floorWords(floor: string | null, t: ReturnType<typeof useTranslations<'desk.outage'>>): string {
  if (floor === null) return t('noFloor')
  return /^\d{1,3}$/.test(floor) ? t('floor', { n: Number(floor) }) : t('namedFloor', { floor })
}
