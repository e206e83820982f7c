'use client'

import { useTranslations } from 'next-intl'
import { useElapsed } from './ticking'

export interface AgeProps {
  /** How old it was when the server said so, in ms. */
  ageMs: number
  /** Changes whenever a fresh `ageMs` was read (e.g. TanStack Query's dataUpdatedAt), also when the number is the same. */
  readKey?: string | number
  className?: string
}

type AgeUnit = 'now' | 'seconds' | 'minutes' | 'hours' | 'days'

/** Rounds down: never claims to be fresher than it is by more than a step, and "just now" ends at 10 s. */
function ageStep(ageMs: number): { unit: AgeUnit; n: number } {
  const seconds = Math.max(0, Math.floor(ageMs / 1000))
  if (seconds < 10) return { unit: 'now', n: 0 }
  if (seconds < 60) return { unit: 'seconds', n: seconds }
  if (seconds < 3600) return { unit: 'minutes', n: Math.floor(seconds / 60) }
  if (seconds < 172_800) return { unit: 'hours', n: Math.floor(seconds / 3600) }
  return { unit: 'days', n: Math.floor(seconds / 86_400) }
}

/** "4 min ago", growing by itself. The word before it ("heard", "last sample") is the caller's. */
export function Age({ ageMs, readKey, className }: AgeProps) {
  const t = useTranslations('ui.age')
  const elapsedMs = useElapsed(`${ageMs}/${readKey ?? ''}`, 15_000)
  const { unit, n } = ageStep(ageMs + elapsedMs)
  return <span className={className}>{t(unit, { n })}</span>
}
