'use client'

import { useTranslations } from 'next-intl'
import { SourceNote } from '@/components/instructions/source-note'
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

/** Over a page whose source does not answer: since when, and what still works. Only while true. */
export function ReachNote({ reach, now, href }: ReachNoteProps) {
  const t = useTranslations('instructions.source')
  return (
    <div role="status" className="pb-3 empty:hidden">
      <SourceNote
        source={reach}
        now={now}
        action={
          href && (
            <LinkButton size="small" href={href}>
              {t('look')}
            </LinkButton>
          )
        }
      />
    </div>
  )
}
