'use client'

import { useLocale } from 'next-intl'
import { useMemo } from 'react'
import type { Instant } from '@/lib/time/clock'
import { sayMoment } from '@/lib/time/say-moment'

/** "today 15:00", "Fri 11:00", in the property's zone, said at the server's `now`. */
export function useSaying(zone: string, now: Instant): (at: Instant) => string {
  const locale = useLocale()
  return useMemo(() => (at) => sayMoment(at, { zone, locale, now }), [zone, locale, now])
}
