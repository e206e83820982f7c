'use client'

import { useLocale, useTranslations } from 'next-intl'
import { StatusWord } from '@/components/ui/status-word'
import { type KeyFacts, sayKey } from '@/lib/front-desk/rules'
import type { Instant } from '@/lib/time/clock'
import { sayMoment, sayTimeToday } from '@/lib/time/say-moment'

/** The state of a code or mobile key in the words of product.md; never its hue alone. */
export function KeyState({ row, zone, now }: { row: KeyFacts; zone: string; now: Instant }) {
  const t = useTranslations('keys.state')
  const locale = useLocale()
  const say = (at: Instant) => sayMoment(at, { zone, locale, now })
  const { word, tone } = sayKey(row)
  const at = row.cancelConfirmedAt === null ? '' : sayTimeToday(row.cancelConfirmedAt, { zone, locale, now })
  return <StatusWord tone={tone}>{t(word, { from: say(row.startsAt), until: say(row.endsAt), at })}</StatusWord>
}
