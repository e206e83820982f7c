'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { showGuestKey } from '@/app/_actions/guest-key'
import { dismissInstruction } from '@/app/_actions/instruction'
import { ShownKey } from '@/components/guest-keys/shown-key'
import { InstructionTimeline } from '@/components/instructions/instruction-timeline'
import { useSaying } from '@/components/instructions/use-saying'
import { KeyState } from '@/components/keys/key-state'
import { useRefusalWords } from '@/components/shell/use-refusal-words'
import { useStepUp } from '@/components/shell/use-step-up'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { DefinitionList } from '@/components/ui/definition-list'
import { SectionCard } from '@/components/ui/section-card'
import { TextLink } from '@/components/ui/text-link'
import { showToast } from '@/components/ui/toast'
import type { GuestKeyView } from '@/lib/guest-keys/contract'
import type { InstructionView } from '@/lib/instructions/contract'
import type { Instant } from '@/lib/time/clock'

export interface GuestKeyScreenProps {
  slug: string
  zone: string
  view: GuestKeyView
  instruction: InstructionView
  now: Instant
  mayDismiss: boolean
  mayShow: boolean
}

/** One mobile key: whom it is for, how long, whether it was shown, and the request behind it. Nothing takes it back. */
export function GuestKeyScreen({ slug, zone, view, instruction, now, mayDismiss, mayShow }: GuestKeyScreenProps) {
  const t = useTranslations('keys')
  const router = useRouter()
  const stepUp = useStepUp()
  const words = useRefusalWords()
  const [busy, setBusy] = useState(false)
  const say = useSaying(zone, now)
  const facts = [
    [
      'for',
      view.guestErasedAt
        ? t('guestKey.erasedGuest', { who: view.guestName ?? '', at: say(view.guestErasedAt) })
        : [view.guestName, view.bookingNumber].filter(Boolean).join(' · ') || t('nobody'),
    ],
    [
      'door',
      <TextLink key="door" href={`/${slug}/locks/${view.lockId}`}>
        {view.doorLabel}
      </TextLink>,
    ],
    ['window', `${say(view.startsAt)} – ${say(view.endsAt)}`],
    ['note', view.note ?? (view.noteErasedAt ? t('guestKey.erasedOn', { at: say(view.noteErasedAt) }) : null)],
    ['text', view.codeErasedAt ? t('guestKey.erasedOn', { at: say(view.codeErasedAt) }) : null],
    ['issued', t('issuedBy', { at: say(view.createdAt), who: view.actorLabel })],
    ['shown', view.shownAt === null ? t('guestKey.notShown') : say(view.shownAt)],
  ] as const
  const stated = { ...view, kind: 'mobile-key', unfit: null, usedAnyway: false, cancelConfirmedAt: null } as const
  const waits = mayDismiss && ['failed', 'no-answer'].includes(view.state) && instruction.dismissedAt === null

  async function putAway() {
    setBusy(true)
    const done = await stepUp(() => dismissInstruction(slug, view.instructionId)).catch(() => null)
    setBusy(false)
    showToast(done?.ok ? { text: t('guestKey.putAwayDone') } : { tone: 'problem', text: t('guestKey.putAwayFailed') })
    router.refresh()
  }

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
            {mayShow && view.shownAt === null && (view.state === 'works-now' || view.state === 'scheduled') && (
              <ShownKey guestKeyId={view.id} show={(id) => stepUp(() => showGuestKey(slug, id))} words={words} />
            )}
            {waits && (
              <div>
                <Button busy={busy} onClick={putAway}>
                  {t('guestKey.putAway')}
                </Button>
              </div>
            )}
          </div>
        </SectionCard>
        <SectionCard title={t('guestKey.history')}>
          <InstructionTimeline property={slug} instruction={instruction} zone={zone} readAt={now} />
        </SectionCard>
      </div>
    </div>
  )
}
