'use client'

import { useLocale, useTranslations } from 'next-intl'
import { Banner } from '@/components/ui/banner'
import type { PasscodeView } from '@/lib/passcodes/contract'
import { sayTimeToday } from '@/lib/time/say-moment'
import type { CodeView } from './passcode-contract'

/** What a code, or its cancel, waits for while nothing reaches the door. */
export function DoorSilence({ view, code, zone }: { view: CodeView; code: PasscodeView; zone: string }) {
  const t = useTranslations('passcodes.silence')
  const locale = useLocale()
  const waits = code.state === 'waiting-door' ? 'set' : code.state === 'cancelling' ? 'cancel' : null
  if (view.unreached === null || waits === null) return null
  const { why, sinceAt } = view.unreached
  const door = code.doorLabel
  return (
    <Banner
      tone="attention"
      live
      title={
        why === 'no-contact' && sinceAt !== null
          ? t('since', { door, time: sayTimeToday(sinceAt, { zone, locale, now: view.now }) })
          : t(why, { door })
      }
    >
      {t(waits)}
    </Banner>
  )
}
