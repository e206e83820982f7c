'use client'

import { useTranslations } from 'next-intl'
import { Age } from '@/components/ui/age'
import { systemClock } from '@/lib/time/clock'

/** Age of a hearing or heartbeat, counted on from when this browser read it; "never" without one. */
export function HeardAge({
  ageMs,
  readMs,
  never,
}: {
  ageMs: number | null
  readMs: number | undefined
  never?: string
}) {
  const t = useTranslations('locks')
  if (ageMs === null) return <span className="text-soft">{never ?? t('neverHeard')}</span>
  const sinceMs = readMs === undefined ? 0 : Math.max(0, systemClock.monotonicMs() - readMs)
  return <Age ageMs={ageMs + sinceMs} readKey={readMs ?? ''} />
}
