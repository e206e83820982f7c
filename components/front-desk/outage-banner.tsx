'use client'

import { useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import { LinkButton } from '@/components/ui/link-button'
import type { Instant } from '@/lib/time/clock'
import type { DeskRoom } from './desk-contract'
import { type Outage, outagesOf } from './outages'
import { useSaying } from './use-saying'

export interface OutageBannerProps {
  slug: string
  rooms: readonly DeskRoom[]
  zone: string
  now: Instant
}

/** The one banner of the Desk, only while true: where new codes do not get to, since when, and what still works. */
export function OutageBanner({ slug, rooms, zone, now }: OutageBannerProps) {
  const t = useTranslations('desk.outage')
  const say = useSaying(zone, now)
  const outages = outagesOf(rooms)
  const [first, ...others] = outages
  const words = ({ floor, doors, sinceAt }: Outage) =>
    t(sinceAt === null ? 'cut' : 'cutSince', {
      where: floorWords(floor, t),
      doors,
      since: sinceAt === null ? '' : say.clock(sinceAt),
    })
  return (
    <div role="status" className="empty:hidden">
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
