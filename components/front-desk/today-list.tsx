'use client'

import { useTranslations } from 'next-intl'
import { SectionCard } from '@/components/ui/section-card'
import { StatusWord } from '@/components/ui/status-word'
import { TextLink } from '@/components/ui/text-link'
import type { TodayStay } from '@/lib/front-desk/contract'
import { type KeyTone, stateTone } from '@/lib/front-desk/rules'
import type { Instant } from '@/lib/time/clock'
import { useSaying } from './use-saying'

export interface TodayListProps {
  slug: string
  which: 'starting' | 'ending'
  stays: readonly TodayStay[]
  zone: string
  now: Instant
}

/** *Starting today* and *Ending today*: when, which room, who, and how far the code is. */
export function TodayList({ slug, which, stays, zone, now }: TodayListProps) {
  const t = useTranslations('desk.today')
  const say = useSaying(zone, now)
  return (
    <SectionCard
      title={t(`${which}.title`)}
      aside={stays.length > 0 ? t('count', { n: stays.length }) : undefined}
      flush
    >
      {stays.length === 0 ? (
        <p className="px-4 py-3 text-soft">{t(`${which}.empty`)}</p>
      ) : (
        <ul className="max-h-96 divide-y divide-line overflow-y-auto">
          {stays.map((stay) => (
            <li key={stay.stayId} className="flex items-start gap-3 px-4 py-2">
              <span className="w-12 shrink-0">{say.clock(which === 'starting' ? stay.startsAt : stay.endsAt)}</span>
              <span className="min-w-0 grow">
                <TextLink href={`/${slug}/locks/${stay.lockId}`} className="font-semibold">
                  {stay.roomLabel}
                </TextLink>{' '}
                <bdi>{[stay.guestName, stay.bookingNumber].filter(Boolean).join(' · ')}</bdi>
              </span>
              <KeyOfStay slug={slug} stay={stay} />
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  )
}

function KeyOfStay({ slug, stay }: { slug: string; stay: TodayStay }) {
  const t = useTranslations('desk.today')
  const id = stay.passcodeId ?? stay.guestKeyId
  const state = stay.passcodeState ?? stay.guestKeyState
  if (id === null || state === null) return <StatusWord tone="attention">{t('noKey')}</StatusWord>
  const tone: KeyTone = stateTone(state)
  return (
    <StatusWord tone={tone} className="shrink-0">
      <TextLink href={`/${slug}/keys/${id}`} className="text-current">
        {t(`states.${state}`)}
      </TextLink>
    </StatusWord>
  )
}
