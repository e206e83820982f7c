'use client'

import { useTranslations } from 'next-intl'
import { InstructionTimeline } from '@/components/instructions/instruction-timeline'
import { Banner } from '@/components/ui/banner'
import { sayTime } from '@/lib/time/say-moment'
import type { EarlierPress } from './use-unlock-press'

/** I27: a press before this one, with how far it is. */
export function EarlierPressNotice(props: { property: string; zone: string; press: EarlierPress }) {
  const { property, zone, press } = props
  const t = useTranslations('unlocks.just')
  const { id, by, at, inAnswer } = press
  const title = by === null || at === null ? t('before') : t('by', { person: by, time: sayTime(at, { zone }, true) })
  return (
    <Banner tone="attention" title={title} live={inAnswer}>
      <p>{t('text')}</p>
      <div className="pt-2">
        <InstructionTimeline property={property} instruction={id} zone={zone} />
      </div>
    </Banner>
  )
}
