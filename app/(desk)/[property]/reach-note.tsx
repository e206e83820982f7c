'use client'

import { useTranslations } from 'next-intl'
import { Age } from '@/components/ui/age'
import { Banner } from '@/components/ui/banner'
import { LinkButton } from '@/components/ui/link-button'
import type { SourceReach } from '@/lib/connections/contract'
import type { Instant } from '@/lib/time/clock'

export interface ReachNoteProps {
  reach: SourceReach | null | undefined
  /** The server's time when `reach` was read. */
  now: Instant
  /** Where the connection can be looked at, for whom that may see it. */
  href: string | null
}

/** Over a list whose source does not answer: since when, and what still works. Only while true. */
export function ReachNote({ reach, now, href }: ReachNoteProps) {
  const t = useTranslations('locks.source')
  const failing = reach != null && reach.failure !== null
  return (
    <div role="status" className="pb-3 empty:hidden">
      {failing && (
        <Banner
          tone="attention"
          title={t('failing')}
          actions={
            href && (
              <LinkButton size="small" href={href}>
                {t('look')}
              </LinkButton>
            )
          }
        >
          {reach.reachedAt === null
            ? t('never')
            : t.rich('text', { age: () => <Age ageMs={Math.max(0, now - (reach.reachedAt ?? now))} readKey={now} /> })}
        </Banner>
      )}
    </div>
  )
}
