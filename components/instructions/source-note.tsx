'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Age } from '@/components/ui/age'
import { Banner } from '@/components/ui/banner'
import type { SourceReach } from '@/lib/connections/contract'
import type { Instant } from '@/lib/time/clock'

export interface SourceNoteProps {
  source: SourceReach | null | undefined
  /** The server's time when `source` was read. */
  now: Instant
  /** Where the connection can be looked at, for whom that may see it. */
  action?: ReactNode
}

/** Beside what comes from a Lock Server that does not answer: since when, and what still works. Only while true. */
export function SourceNote({ source, now, action }: SourceNoteProps) {
  const t = useTranslations('instructions.source')
  if (source == null || source.failure === null) return null
  const { reachedAt } = source
  return (
    <Banner tone="attention" title={t('failing')} actions={action}>
      {reachedAt === null
        ? t('never')
        : t.rich('text', { age: () => <Age ageMs={Math.max(0, now - reachedAt)} readKey={now} /> })}
    </Banner>
  )
}
