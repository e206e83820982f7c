'use client'

import { useLocale } from 'next-intl'
import { useMemo } from 'react'
import type { Instant } from '@/lib/time/clock'
import { sayMoment, sayTimeToday } from '@/lib/time/say-moment'

export interface Says {
  /** "today 15:00", "Fri 11:00". */
  moment: (at: Instant) => string
  /** "13:52", with the day where it is another one. */
  clock: (at: Instant) => string
}

/** Moments in the property's zone, said at the server's `now`. */
export function useSaying(zone: string, now: Instant): Says {
  const locale = useLocale()
  return useMemo(() => {
    const saying = { zone, locale, now }
    return { moment: (at) => sayMoment(at, saying), clock: (at) => sayTimeToday(at, saying) }
  }, [zone, locale, now])
}
