'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useSaying } from '@/components/instructions/use-saying'
import { StatusWord } from '@/components/ui/status-word'
import { sayKey } from '@/lib/front-desk/rules'
import type { PasscodeView } from '@/lib/passcodes/contract'
import type { Instant } from '@/lib/time/clock'
import { sayTimeToday } from '@/lib/time/say-moment'

export type StatedCode = Pick<PasscodeView, 'state' | 'unfit' | 'usedAnyway' | 'startsAt' | 'endsAt'> & {
  cancels: Pick<PasscodeView['cancels'], 'confirmedAt'>
}

/** A code's state in the words of product.md; never its hue alone. */
export function CodeState({ code, zone, now }: { code: StatedCode; zone: string; now: Instant }) {
  const t = useTranslations('keys.state')
  const say = useSaying(zone, now)
  const locale = useLocale()
  const { confirmedAt } = code.cancels
  const { word, tone } = sayKey({ ...code, kind: 'code', cancelConfirmedAt: confirmedAt })
  return (
    <StatusWord tone={tone}>
      {t(word, {
        from: say(code.startsAt),
        until: say(code.endsAt),
        at: confirmedAt === null ? '' : sayTimeToday(confirmedAt, { zone, locale, now }),
      })}
    </StatusWord>
  )
}
