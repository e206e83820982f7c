'use client'

import { useTranslations } from 'next-intl'
import { StatusWord } from '@/components/ui/status-word'
import type { DoorBrief } from '@/lib/front-desk/contract'
import { sayMoment } from '@/lib/time/say-moment'

/** Rule 9: occupied, or not to be known; never "vacant". */
export function WhoIsInside({ brief, locale }: { brief: DoorBrief; locale: string }) {
  const t = useTranslations('unlocks.who')
  const { occupancy, guests, timeZone: zone, now } = brief
  if (occupancy === null) return null
  if (occupancy === 'common') return <p>{t('common')}</p>
  if (occupancy === 'unknown') return <StatusWord tone="attention">{t('unknown')}</StatusWord>
  return (
    <div className="flex flex-col gap-0.5">
      <StatusWord tone="attention" icon="person">
        {t('occupied')}
      </StatusWord>
      {guests?.map(({ guestName, endsAt }) => (
        <p key={guestName}>
          {t.rich('occupiedBy', {
            name: () => <bdi className="font-medium">{guestName}</bdi>,
            until: sayMoment(endsAt, { zone, locale, now }),
          })}
        </p>
      ))}
    </div>
  )
}
