'use client'

import { useTranslations } from 'next-intl'
import { InstructionTimeline } from '@/components/instructions/instruction-timeline'
import { useSaying } from '@/components/instructions/use-saying'
import { Banner } from '@/components/ui/banner'
import { Disclosure } from '@/components/ui/disclosure'
import type { PasscodeDetail } from '@/lib/passcodes/contract'
import { lastAttempt } from '@/lib/passcodes/rules'
import type { Instant } from '@/lib/time/clock'
import { CodeState } from './code-state'
import type { CodeView } from './passcode-contract'

export interface AttemptsProps {
  view: CodeView
  slug: string
  zone: string
}

/** Every request behind a code: the newest try's open, rule 3's earlier tries folded with what became of them. */
export function Attempts({ view, slug, zone }: AttemptsProps) {
  const t = useTranslations('passcodes.attempts')
  const say = useSaying(zone, view.now)
  const earlier = view.attempts.slice(0, -1)
  const newest = view.attempts.at(-1) ?? view.code
  return (
    <div className="flex flex-col gap-3">
      {earlier.length > 0 && (
        <Banner live title={t('title', { n: newest.attempt - 1, most: lastAttempt - 1 })}>
          <ul className="flex flex-col gap-1">
            {earlier.map((code) => (
              <li key={code.id}>
                {t(code.state === 'cancelled' ? 'gone' : (code.unfit ?? 'weak'), { until: say(code.endsAt) })}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <Requests code={newest} slug={slug} zone={zone} now={view.now} />
      {earlier.map((code) => (
        <Disclosure key={code.id} summary={t('earlier', { n: code.attempt })}>
          <CodeState code={code} zone={zone} now={view.now} />
          <Requests code={code} slug={slug} zone={zone} now={view.now} />
        </Disclosure>
      ))}
    </div>
  )
}

/** The set and every cancel of one code, oldest first. */
export function Requests({
  code,
  slug,
  zone,
  now,
}: {
  code: PasscodeDetail
  slug: string
  zone: string
  now: Instant
}) {
  const t = useTranslations('passcodes.requests')
  const say = useSaying(zone, now)
  return (
    <ul className="flex flex-col gap-4">
      {code.instructions.map((one) => (
        <li key={one.id}>
          <p className="pb-2 text-sm text-soft">
            {t(one.kind === 'cancel-code' ? 'cancel' : 'set', { at: say(one.intendedAt) })}{' '}
            <bdi>{t('by', { who: one.actorLabel })}</bdi>
          </p>
          <InstructionTimeline property={slug} instruction={one} zone={zone} readAt={now} />
        </li>
      ))}
    </ul>
  )
}
