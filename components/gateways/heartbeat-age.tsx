'use client'

import { useTranslations } from 'next-intl'
import { Age } from '@/components/ui/age'
import { systemClock } from '@/lib/time/clock'

/** Age of the last heartbeat, counted on from when this browser read it. */
export function HeartbeatAge({ ageMs, readMs }: { ageMs: number | null; readMs: number | undefined }) {
  const t = useTranslations('gateways')
  if (ageMs === null) return <span className="text-soft">{t('never')}</span>
  const sinceMs = readMs === undefined ? 0 : Math.max(0, systemClock.monotonicMs() - readMs)
  return <Age ageMs={ageMs + sinceMs} readKey={readMs ?? ''} />
}
