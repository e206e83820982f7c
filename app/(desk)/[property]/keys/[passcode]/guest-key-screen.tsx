'use client'

import { useTranslations } from 'next-intl'
import { InstructionTimeline } from '@/components/instructions/instruction-timeline'
import { useSaying } from '@/components/instructions/use-saying'
import { KeyState } from '@/components/keys/key-state'
import { Banner } from '@/components/ui/banner'
import { DefinitionList } from '@/components/ui/definition-list'
import { SectionCard } from '@/components/ui/section-card'
import { TextLink } from '@/components/ui/text-link'
import type { GuestKeyView } from '@/lib/guest-keys/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import type { Instant } from '@/lib/time/clock'

export interface GuestKeyScreenProps {
  slug: string
  zone: string
  view: GuestKeyView
  instruction: InstructionView
  now: Instant
}

/** One mobile key: whom it is for, how long, whether it was shown, and the request behind it. Nothing takes it back. */
export function GuestKeyScreen({ slug, zone, view, instruction, now }: GuestKeyScreenProps) {
  const t = useTranslations('keys')
  const say = useSaying(zone, now)
  const facts = [
    ['for', [view.guestName, view.bookingNumber].filter(Boolean).join(' · ') || t('nobody')],
    [
      'door',
      <TextLink key="door" href={`/${slug}/locks/${view.lockId}`}>
        {view.doorLabel}
      </TextLink>,
    ],
    ['window', `${say(view.startsAt)} – ${say(view.endsAt)}`],
    ['note', view.note],
    ['issued', t('issuedBy', { at: say(view.createdAt), who: view.actorLabel })],
    ['shown', view.shownAt === null ? t('guestKey.notShown') : say(view.shownAt)],
  ] as const
  const stated = { ...view, kind: 'mobile-key', unfit: null, usedAnyway: false, cancelConfirmedAt: null } as const
  const opens = view.state === 'works-now' || view.state === 'scheduled' || view.state === 'no-answer'
  return (
    <div className="flex flex-col gap-4">
      {opens && <Banner>{t('guestKey.recall')}</Banner>}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <SectionCard title={t('guestKey.key')}>
          <div className="flex flex-col gap-4">
            <KeyState row={stated} zone={zone} now={now} />
            <DefinitionList
              items={facts.flatMap(([key, value]) =>
                value ? [{ key, term: t(`guestKey.${key}`), value: <bdi>{value}</bdi> }] : [],
              )}
            />
          </div>
        </SectionCard>
        <SectionCard title={t('guestKey.history')}>
          <InstructionTimeline property={slug} instruction={instruction} zone={zone} readAt={now} />
        </SectionCard>
      </div>
    </div>
  )
}
