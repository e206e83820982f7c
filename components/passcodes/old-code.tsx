'use client'

import { useTranslations } from 'next-intl'
import { useSaying } from '@/components/instructions/use-saying'
import { TextLink } from '@/components/ui/text-link'
import { mayOpen } from '@/lib/passcodes/rules'
import { Requests } from './attempts'
import { CodeState } from './code-state'
import type { CodeView } from './passcode-contract'

/** Rule 4, on the new code: whether the old one still opens, and its cancel with the door's proof. */
export function OldCode({ view, slug, zone }: { view: CodeView; slug: string; zone: string }) {
  const t = useTranslations('passcodes.oldCode')
  const say = useSaying(zone, view.now)
  const { replaced: old, code, now } = view
  if (old === null) return null
  const kept = old.cancelWantedAt === null && mayOpen(old.state) && old.state !== 'no-answer'
  const cancels = old.instructions.filter(({ kind }) => kind === 'cancel-code')
  return (
    <section aria-label={t('title')} className="flex flex-col gap-2 rounded-md border border-line p-3">
      <div role="status" className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{t('title')}</span>
        <CodeState code={old} zone={zone} now={now} />
        <TextLink href={`/${slug}/keys/${old.id}`}>{t('open')}</TextLink>
      </div>
      {kept && (
        <p className="text-soft">
          {code.handOverAt === null ? t('kept') : t('handOver', { at: say(code.handOverAt) })}
        </p>
      )}
      {cancels.length > 0 && (
        <Requests code={{ ...old, instructions: cancels.slice(-1) }} slug={slug} zone={zone} now={now} />
      )}
    </section>
  )
}
